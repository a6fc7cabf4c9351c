using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>What unmatched money of another currency would count for on a loan, and at which rate: that of the moment it came.</summary>
[Allow(Permission.SettleUnmatched)]
public sealed class QuoteSettlement(IPaymentsDb db, ILendingDb lending, IExchangeDb exchange)
{
    /// <summary>What it would count for.</summary>
    /// <param name="Came">What came.</param>
    /// <param name="Counts">What it counts for in the loan's currency.</param>
    /// <param name="Rate">The rate.</param>
    public sealed record Quote(Money Came, Money Counts, UsedRate Rate);

    /// <summary>Says it.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.unmatched_not_found</c>, <c>lending.loan_not_found</c>, <c>ledger.rate_missing</c>, <c>ledger.rate_too_old</c>,
    /// <c>ledger.converted_too_large</c>, <c>ledger.converted_to_nothing</c>
    /// </exception>
    public async Task<Quote> Handle(UnmatchedPaymentId id, LoanId loan, CancellationToken ct)
    {
        var money = await db.Unmatched.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) ?? throw PaymentsRefusals.UnmatchedNotFound();
        var currencies = await lending.Loans.Where(l => l.Id == loan).Select(l => l.Currency).ToListAsync(ct);
        if (currencies.Count == 0) throw LendingRefusals.LoanNotFound();
        var (counts, rate) = await exchange.Convert(money.Amount, currencies[0], money.ReceivedAt, ct);
        return new Quote(money.Amount, counts, rate);
    }
}
