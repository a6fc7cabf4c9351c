using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Lets loans that were set aside be tried again at once, one or all of them, instead of when their time comes.</summary>
[Allow(Permission.ManageTenant)]
public sealed class RetryDayClose(IDayCloseDb db, TenantClock clock, IEventLog log)
{
    /// <summary>Asks for it; what comes of it shows on the page.</summary>
    /// <param name="loan">The loan; null for all.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many are tried again.</returns>
    /// <exception cref="Refusal"><c>lending.not_set_aside</c></exception>
    public async Task<int> Handle(LoanId? loan, CancellationToken ct)
    {
        var waiting = db.Failures.Where(f => f.ResolvedAt == null);
        var chosen = await (loan is { } one ? waiting.Where(f => f.LoanId == one) : waiting).OrderBy(f => f.NextAt).Take(ListSetAside.Most).ToListAsync(ct);
        if (chosen.Count == 0) throw LendingRefusals.NotSetAside();
        foreach (var failure in chosen) failure.Hurry(clock.Now);
        log.Append(new DayCloseAsked(loan));
        return chosen.Count;
    }
}
