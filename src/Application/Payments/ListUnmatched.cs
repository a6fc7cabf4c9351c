using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>Money that waits to be matched, oldest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListUnmatched(IPaymentsDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock)
{
    private const int Most = 200;

    /// <summary>Waiting money.</summary>
    /// <param name="Id">The money.</param>
    /// <param name="Provider">Through whom it came.</param>
    /// <param name="Reference">The provider's reference.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Why">Why it waits: a word of <see cref="UnmatchedWhy"/>.</param>
    /// <param name="At">When it came.</param>
    /// <param name="MeantFor">The contract number of the loan it was meant for, where known.</param>
    public sealed record Row(
        UnmatchedPaymentId Id, string Provider, string Reference, Money Amount, string Why, DateTimeOffset At, string? MeantFor);

    /// <summary>All that waits.</summary>
    /// <param name="Rows">The oldest two hundred.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, int Count, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>The list.</summary>
    public async Task<Page> Handle(CancellationToken ct)
    {
        var waiting = db.Unmatched.AsNoTracking().Where(u => u.SettledAt == null);
        var found = await waiting.OrderBy(u => u.ReceivedAt).ThenBy(u => u.ProviderRef).Take(Most)
            .Select(u => new
            {
                Money = u,
                Loan = lending.Loans.Where(l => l.Id == u.LoanId).Select(l => l.Number).FirstOrDefault(),
            })
            .ToListAsync(ct);
        var rows = found.ConvertAll(u => new Row(
            u.Money.Id, u.Money.Provider, u.Money.ProviderRef, u.Money.Amount, u.Money.Why, u.Money.ReceivedAt, u.Loan));
        return new Page(rows, rows.Count < Most ? rows.Count : await waiting.CountAsync(ct), clock.Now, tenant.TimeZone);
    }
}
