using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Paylatch.Benchmarks;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends ready-made bytes and reads just enough of the answer. It shares the
/// machine's cores with what it measures, so it does as little as it can.
/// </summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _in = new byte[32 * 1024];

    private HttpLine(Socket socket) => _socket = socket;

    public static async Task<HttpLine> Open(int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), ct);
        return new HttpLine(socket);
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="InvalidOperationException">The answer is not 200; the message carries it.</exception>
    public async ValueTask Ask(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var read = 0;
        while (true)
        {
            var got = await _socket.ReceiveAsync(_in.AsMemory(read));
            if (got == 0) throw new InvalidOperationException("The portal closed the connection.");
            read += got;
            if (IsWhole(_in.AsSpan(0, read))) break;
        }

        if (!_in.AsSpan(9, 3).SequenceEqual("200"u8))
            throw new InvalidOperationException("Not 200: " + System.Text.Encoding.UTF8.GetString(_in, 0, read));
    }

    public void Dispose() => _socket.Dispose();

    // What the portal answers here is either chunked or says its length.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var body = answer[(end + 4)..];
        var length = answer[..end].IndexOf("\r\nContent-Length: "u8);
        if (length < 0) return body.EndsWith("0\r\n\r\n"u8);
        return Utf8Parser.TryParse(answer[(length + 18)..], out int bytes, out _) && body.Length >= bytes;
    }
}
