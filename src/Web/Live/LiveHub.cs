using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Paylatch.Application.Identity;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Live;

/// <summary>
/// The live feed for programs outside: the same signals that the panels get. A client says <c>Watch</c> and receives
/// which devices and loans of its tenant changed, or that it should look at everything again; it then reads what is
/// true over REST. Needs an API key or a staff cookie of the tenant.
/// </summary>
public sealed class LiveHub(Signals signals) : Hub
{
    /// <summary>Streams changes until the client goes away.</summary>
    public async IAsyncEnumerable<LiveChange> Watch([EnumeratorCancellation] CancellationToken ct)
    {
        var http = Context.GetHttpContext()!;
        var caller = CallerOf.Http(http);
        if (!caller.Role.Has(Permission.ViewPortfolio)) throw new HubException("identity.sign_in_required: use an API key of this merchant as access token.");
        using var subscription = signals.Subscribe(caller.Tenant);
        yield return new LiveChange([], [], true);
        while (!ct.IsCancellationRequested)
        {
            var heard = await subscription.Next(ct);
            if (heard.Count == 0) yield break;
            yield return new LiveChange(
                [.. heard.SelectMany(s => s.Devices).Select(d => d.Value).Distinct()],
                [.. heard.SelectMany(s => s.Loans).Select(l => l.Value).Distinct()],
                heard.Any(s => s.Everything));
        }
    }
}

/// <summary>What changed.</summary>
/// <param name="Devices">Ids of devices to read again.</param>
/// <param name="Loans">Ids of loans to read again.</param>
/// <param name="Everything">True: read everything again; also the first message after each connection.</param>
public sealed record LiveChange(IReadOnlyList<Guid> Devices, IReadOnlyList<Guid> Loans, bool Everything);
