using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Paylatch.Web.Tests.Trouble;

/// <summary>The live feed as a program in any language reads it: SignalR's JSON protocol by hand over a WebSocket.</summary>
internal sealed class LiveFeed : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _life = new();
    private readonly Channel<JsonNode> _heard = Channel.CreateUnbounded<JsonNode>();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _loops = Task.CompletedTask;

    /// <summary>Connects and asks for the stream. What comes of it is read with <see cref="Next"/>.</summary>
    public static async Task<LiveFeed> Open(Uri address, string? token, string? cookie = null)
    {
        var feed = new LiveFeed();
        if (cookie is not null) feed._socket.Options.SetRequestHeader("Cookie", cookie);
        var query = token is null ? "" : "?access_token=" + Uri.EscapeDataString(token);
        using var invoker = new HttpMessageInvoker(Wire.Handler(), disposeHandler: false);
        await feed._socket.ConnectAsync(new Uri($"ws://{address.Authority}/hubs/live{query}"), invoker, default);
        await feed.Send("""{"protocol":"json","version":1}""");
        feed._loops = Task.WhenAll(feed.Read(feed._life.Token), feed.Ping(feed._life.Token));
        await feed.Send("""{"type":4,"invocationId":"1","target":"Watch","arguments":[]}""");
        return feed;
    }

    /// <summary>The next message that is meant; earlier ones are passed over.</summary>
    public async Task<JsonNode> Next(Func<JsonNode, bool> meant, string what)
    {
        using var limit = new CancellationTokenSource(TroubleHost.Patience);
        try
        {
            while (true)
            {
                var message = await _heard.Reader.ReadAsync(limit.Token);
                if (meant(message)) return message;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Waited in vain on the live feed for: {what}");
        }
    }

    /// <summary>The message that begins the stream: look at everything.</summary>
    public Task<JsonNode> Everything() => Next(m => m["item"] is { } item && (bool)item["everything"]!, "look at everything");

    /// <summary>A message that names a device.</summary>
    public Task<JsonNode> About(Guid device) => Next(
        m => m["item"] is { } item && item["devices"]!.AsArray().Any(d => Guid.Parse((string)d!) == device), $"device {device}");

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        await _loops;
        _socket.Dispose();
        _sending.Dispose();
        _life.Dispose();
    }

    private async Task Read(CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, ct);
                if (part.MessageType == WebSocketMessageType.Close) break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
                while (text.ToString().IndexOf(End, StringComparison.Ordinal) is >= 0 and var end)
                {
                    _heard.Writer.TryWrite(JsonNode.Parse(text.ToString(0, end))!);
                    text.Remove(0, end + 1);
                }
            }

            _heard.Writer.TryComplete();
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            _heard.Writer.TryComplete(gone);
        }
    }

    // The server lets go of clients it has not heard for half a minute.
    private async Task Ping(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(ct)) await Send("""{"type":6}""");
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The reader says so.
        }
    }

    private async Task Send(string message)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, default);
        }
        finally
        {
            _sending.Release();
        }
    }
}
