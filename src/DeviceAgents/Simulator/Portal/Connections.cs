using System.Net;
using System.Net.Sockets;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>The one HttpClient all devices share.</summary>
internal static class Connections
{
    /// <summary>
    /// Opens it: as many connections as there are devices waiting for commands, and hosts ending in <c>.localhost</c> go
    /// to this machine even where no resolver knows them (RFC 6761, 6.3), with the Host header kept.
    /// </summary>
    public static HttpClient Open()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = Connect,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = int.MaxValue,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            AllowAutoRedirect = false,
            UseCookies = false,
            // Devices go straight to the portal; a developer's proxy does not know *.localhost.
            UseProxy = false,
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 512 * 1024 };
    }

    internal static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.TrimEnd('.').EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var point = context.DnsEndPoint;
        if (!IsThisMachine(point.Host)) return await Connect(point, ct);
        try
        {
            return await Connect(new IPEndPoint(IPAddress.Loopback, point.Port), ct);
        }
        catch (SocketException) when (Socket.OSSupportsIPv6)
        {
            return await Connect(new IPEndPoint(IPAddress.IPv6Loopback, point.Port), ct);
        }
    }

    private static async Task<Stream> Connect(EndPoint point, CancellationToken ct)
    {
        var socket = point is IPEndPoint ip
            ? new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(point, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
