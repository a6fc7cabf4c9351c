using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;

namespace Paylatch.Benchmarks;

/// <summary>Phones of one tenant with open sessions; their tokens are made as the portal makes them.</summary>
internal sealed class Phones
{
    // Every field of a heartbeat keeps its width, so that a request is overwritten in place.
    private const long FirstCounter = 1_000_000_000;

    private readonly long[] _counters;

    public Phones(string host, IReadOnlyList<Guid> ids, TenantId tenant, SessionTokens tokens)
    {
        Host = host;
        Tokens = [.. ids.Select(id => Encoding.ASCII.GetBytes(tokens.Issue(tenant, new DeviceId(id))))];
        _counters = new long[ids.Count];
        Array.Fill(_counters, FirstCounter);
    }

    public string Host { get; }

    public IReadOnlyList<byte[]> Tokens { get; }

    public long NextCounter(int phone) => ++_counters[phone];
}

/// <summary>A connection that sends heartbeats of some phones in turn, or asks an empty endpoint.</summary>
internal sealed class BeatLine : IDisposable
{
    private readonly HttpLine _line;
    private readonly Phones _phones;
    private readonly byte[] _beat;
    private readonly byte[] _empty;
    private readonly int _tokenAt, _counterAt, _timeAt;

    private BeatLine(HttpLine line, Phones phones)
    {
        (_line, _phones) = (line, phones);
        var tokenWide = new string('t', 96);
        var body = $$"""{"counter":1000000000,"at":"{{new string('0', 28)}}","state":"active","battery":80,"sim":"8925401","rooted":false,"tampered":false,"agentVersion":"1.0"}""";
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {AgentRoutes.Heartbeat} HTTP/1.1\r\nHost: {phones.Host}\r\nAuthorization: Bearer {tokenWide}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        var text = head + body;
        _beat = Encoding.ASCII.GetBytes(text);
        _tokenAt = text.IndexOf(tokenWide, StringComparison.Ordinal);
        _counterAt = text.IndexOf("1000000000", StringComparison.Ordinal);
        _timeAt = text.IndexOf(new string('0', 28), StringComparison.Ordinal);
        _empty = Encoding.ASCII.GetBytes($"GET /health/live HTTP/1.1\r\nHost: {phones.Host}\r\n\r\n");
    }

    public static async Task<BeatLine> Open(int port, Phones phones, CancellationToken ct) => new(await HttpLine.Open(port, ct), phones);

    public static async Task<BeatLine[]> Open(int count, int port, Phones phones, CancellationToken ct) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Open(port, phones, ct)));

    /// <summary>One heartbeat; answered when it is durable.</summary>
    public ValueTask Beat(int phone)
    {
        _phones.Tokens[phone].CopyTo(_beat, _tokenAt);
        Utf8Formatter.TryFormat(_phones.NextCounter(phone), _beat.AsSpan(_counterAt), out _);
        Utf8Formatter.TryFormat(DateTime.UtcNow, _beat.AsSpan(_timeAt), out _, 'O');
        return _line.Ask(_beat);
    }

    /// <summary>The empty endpoint.</summary>
    public ValueTask Nothing() => _line.Ask(_empty);

    public void Dispose() => _line.Dispose();
}
