using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Identity;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Live;

/// <summary>
/// The live feed for programs outside: the same signals that the panels get. A client says <c>Watch</c> and receives
/// which devices and loans of its tenant changed, or that it should look at everything again; it then reads what is
/// true over REST. Needs an API key or a staff cookie of the tenant; every few minutes the feed looks whether that still
/// stands, because a stream that is open sends neither again.
/// </summary>
public sealed class LiveHub(Signals signals, Operations operations, IConfiguration configuration) : Hub
{
    /// <summary>Streams changes until the client goes away or may no longer see them.</summary>
    public async IAsyncEnumerable<LiveChange> Watch([EnumeratorCancellation] CancellationToken ct)
    {
        var http = Context.GetHttpContext()!;
        var (caller, user) = (CallerOf.Http(http), http.User);
        if (!caller.Role.Has(Permission.ViewPortfolio)) throw new HubException("identity.sign_in_required: use an API key of this merchant as access token.");
        var every = TimeSpan.FromSeconds(configuration.GetValue("Live:CheckEverySeconds", 300));
        using var subscription = signals.Subscribe(caller.Tenant);
        yield return new LiveChange([], [], true);
        var looked = Stopwatch.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            var heard = await Next(subscription, every - Stopwatch.GetElapsedTime(looked), ct);
            if (Stopwatch.GetElapsedTime(looked) >= every)
            {
                if (!await Stands(caller, user, ct)) throw new HubException("identity.sign_in_required: the key or session has ended.");
                looked = Stopwatch.GetTimestamp();
            }

            if (heard is null) continue;
            if (heard.Count == 0) yield break;
            yield return new LiveChange(
                [.. heard.SelectMany(s => s.Devices).Select(d => d.Value).Distinct()],
                [.. heard.SelectMany(s => s.Loans).Select(l => l.Value).Distinct()],
                heard.Any(s => s.Everything));
        }
    }

    // Null when it was time to look whether the stream may go on.
    private static async Task<IReadOnlyList<Signal>?> Next(Signals.Subscription subscription, TimeSpan patience, CancellationToken ct)
    {
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(ct);
        turn.CancelAfter(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
        try
        {
            return await subscription.Next(turn.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    // While the database cannot be asked, what stood goes on standing.
    private async Task<bool> Stands(Caller caller, ClaimsPrincipal user, CancellationToken ct)
    {
        var visitor = Caller.Visitor(caller.Tenant, caller.CorrelationId);
        if (caller.Role == Role.ApiKey)
        {
            var key = await operations.Run(visitor, (CheckApiKey u) => u.Handle(Guid.Parse(caller.ActorId), ct), ct);
            return key.Refusal is { Kind: RefusalKind.Unavailable } || (key.Done && key.Value);
        }

        if (CookieChecks.QueryOf(user) is not { } query) return false;
        var session = await operations.Run(visitor, (CheckSession u) => u.Handle(query, ct), ct);
        return session.Refusal is { Kind: RefusalKind.Unavailable } || (session.Done && session.Value.Account is not null);
    }
}

/// <summary>What changed.</summary>
/// <param name="Devices">Ids of devices to read again.</param>
/// <param name="Loans">Ids of loans to read again.</param>
/// <param name="Everything">True: read everything again; also the first message after each connection.</param>
public sealed record LiveChange(IReadOnlyList<Guid> Devices, IReadOnlyList<Guid> Loans, bool Everything);
