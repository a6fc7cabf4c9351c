using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>
/// Delivers events to the merchants' addresses: at least once, again after growing pauses when the receiver does not
/// answer 2xx, and as badly as an account's <see cref="Settings"/> ask for.
/// </summary>
public sealed class Courier(World world, SimulatorOptions options, TimeProvider time, ILogger<Courier> log) : BackgroundService
{
    private sealed record Parcel(IReadOnlyList<StripeEvent> Events, int Attempt);

    private readonly PriorityQueue<Parcel, DateTimeOffset> _waiting = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = 64,
        ConnectCallback = Connect,
    })
    {
        Timeout = TimeSpan.FromMilliseconds(options.DeliveryTimeoutMs),
    };

    /// <summary>Keeps a burst of events, in the order they happened, and sends them on. The caller holds the world's lock.</summary>
    public void Post(Account account, IReadOnlyList<(string Type, JsonObject About)> burst)
    {
        var events = burst.Select(one => new StripeEvent(account, one.Type, one.About, world.Now)).ToList();
        account.Events.AddRange(events);
        if (account.WebhookUrl is null) return;
        if (account.Settings.Hold) events.ForEach(held => held.Held = true);
        else Send(account.Settings, events);
    }

    /// <summary>Lets go of all events kept back for an account; says how many.</summary>
    public int Release(Account account)
    {
        lock (world.Sync)
        {
            var held = account.Events.Where(one => one.Held).ToList();
            held.ForEach(one => one.Held = false);
            if (held.Count > 0) Send(account.Settings, held);
            return held.Count;
        }
    }

    /// <summary>Sends one event now, whatever is planned for it, and says what came of it.</summary>
    /// <param name="told">The event.</param>
    /// <param name="secondsOff">How far the signing time is moved, for stale messages.</param>
    /// <param name="secret">What to sign with instead of the account's secret, for forged ones.</param>
    public async Task<Attempt> Deliver(StripeEvent told, int secondsOff = 0, string? secret = null)
    {
        var started = Stopwatch.GetTimestamp();
        var at = time.GetUtcNow();
        Attempt attempt;
        try
        {
            using var request = Message(told, secondsOff, secret ?? told.Account.WebhookSecret);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            attempt = new Attempt(at, (int)response.StatusCode, null, Milliseconds(started));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            attempt = new Attempt(at, null, e is HttpRequestException ? e.Message : "No answer in time.", Milliseconds(started));
        }
        lock (world.Sync) told.Attempts.Add(attempt);
        return attempt;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _http.Dispose();
        _wake.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = Timeout.InfiniteTimeSpan;
            lock (_waiting)
            {
                while (_waiting.TryPeek(out var parcel, out var due))
                {
                    if (due > time.GetUtcNow())
                    {
                        wait = due - time.GetUtcNow();
                        break;
                    }
                    _waiting.Dequeue();
                    _ = Carry(parcel);
                }
            }
            if (wait != Timeout.InfiniteTimeSpan && wait < TimeSpan.Zero) wait = TimeSpan.Zero;
            await _wake.WaitAsync(wait, stoppingToken);
        }
    }

    private void Send(Settings settings, IReadOnlyList<StripeEvent> events)
    {
        var planned = events.SelectMany(one => Enumerable.Repeat(one, 1 + settings.Duplicates)).ToArray();
        if (settings.Order == DeliveryOrder.Reversed) Array.Reverse(planned);
        if (settings.Order == DeliveryOrder.Shuffled) Random.Shared.Shuffle(planned);
        Schedule(new Parcel(planned, 1), TimeSpan.FromMilliseconds(settings.DelayMs));
    }

    private void Schedule(Parcel parcel, TimeSpan pause)
    {
        lock (_waiting) _waiting.Enqueue(parcel, time.GetUtcNow() + pause);
        _wake.Release();
    }

    // One burst goes out in its order; what is not taken comes again by itself, so one failure holds nothing up.
    private async Task Carry(Parcel parcel)
    {
        foreach (var told in parcel.Events)
        {
            var attempt = await Deliver(told);
            if (attempt.Taken) continue;
            log.LogWarning("{Event} {Type} was not taken ({Status} {Fault}), attempt {Attempt}", told.Id, told.Type, attempt.Status, attempt.Fault, parcel.Attempt);
            if (parcel.Attempt >= options.Attempts) continue;
            var pause = Math.Min(60_000, options.RetryMs * Math.Pow(2, Math.Min(parcel.Attempt - 1, 20)));
            Schedule(new Parcel([told], parcel.Attempt + 1), TimeSpan.FromMilliseconds(pause));
        }
    }

    private HttpRequestMessage Message(StripeEvent told, int secondsOff, string secret)
    {
        var body = told.Body;
        var request = new HttpRequestMessage(HttpMethod.Post, told.Account.WebhookUrl)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        request.Headers.TryAddWithoutValidation("Accept", "*/*; q=0.5, application/xml");
        request.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", StripeEvent.Sign(body, secret, world.Now + secondsOff));
        return request;
    }

    // Tenants live under *.localhost in development, which a resolver need not know: it is always this machine.
    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var host = context.DnsEndPoint.Host;
        var here = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (here) await socket.ConnectAsync([IPAddress.Loopback, IPAddress.IPv6Loopback], context.DnsEndPoint.Port, ct);
            else await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static long Milliseconds(long started) => (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
