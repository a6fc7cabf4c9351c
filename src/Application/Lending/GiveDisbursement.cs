using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// Confirms that the next agreed disbursement of a loan was handed out: it is owed from its day and posted. The same key again
/// answers the first confirmation, so a button pressed twice hands out once.
/// </summary>
[Allow(Permission.Sell)]
public sealed class GiveDisbursement(ILendingDb db, ILedgerDb ledger, TenantClock clock)
{
    /// <summary>What was handed out.</summary>
    /// <param name="Loan">Of which loan.</param>
    /// <param name="Number">The number of the disbursement.</param>
    /// <param name="Key">One key for each handing out, 1 to 100 characters.</param>
    /// <param name="Amount">How much, as written: digits with a point; null for all that was agreed.</param>
    /// <param name="Currency">The currency's code; null for the loan's own.</param>
    /// <param name="On">The day, when that was earlier than today.</param>
    /// <param name="PaidTo">Where the money went.</param>
    public sealed record Command(
        LoanId Loan, int Number, string? Key, string? Amount = null, string? Currency = null, DateOnly? On = null, TopUpTo PaidTo = TopUpTo.Cash);

    /// <summary>The handing out as it was recorded.</summary>
    /// <param name="Number">The number of the disbursement.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="On">The day from which it is owed.</param>
    /// <param name="Balance">What is owed on the loan now.</param>
    /// <param name="Again">True when this key had recorded it before.</param>
    public sealed record Given(int Number, Money Amount, DateOnly On, Money Balance, bool Again);

    /// <summary>Records it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.loan_not_found</c>, <c>lending.disbursement_key_invalid</c>, <c>lending.disbursement_key_reused</c>, <c>money.amount_invalid</c>,
    /// <c>money.currency_unknown</c>, <c>ledger.period_closed</c>, and those of <see cref="Loan.GiveDisbursement"/>.
    /// </exception>
    public async Task<Given> Handle(Command c, CancellationToken ct)
    {
        if (c.Key is not { Length: > 0 and <= 100 } key) throw LendingRefusals.DisbursementKeyInvalid();
        var loan = await db.LockLoanWithHistory(c.Loan, ct) ?? throw LendingRefusals.LoanNotFound();
        var amount = c.Amount is null ? null : (Money?)Money.Parse(c.Amount, c.Currency is null ? loan.Currency : Currency.Of(c.Currency), "amount");
        if (loan.Transactions.FirstOrDefault(t => t.Data?.Key == key) is { } before) return Again(before, loan, amount, c);

        var (today, on) = (clock.Today, c.On ?? clock.Today);
        if (on < today && await ledger.ClosedThrough(ct) is { } closed && on <= closed) throw LedgerRefusals.PeriodClosed(closed);
        var agreed = loan.FurtherDisbursements.FirstOrDefault(one => one.Number == c.Number)?.Agreed ?? throw LendingRefusals.DisbursementNotAwaited();
        loan.CatchUp(today);
        loan.GiveDisbursement(c.Number, amount ?? agreed, on, today, c.PaidTo, key);
        await ledger.Post(loan, clock, ct, c.PaidTo == TopUpTo.Sale ? Chart.Sales : Chart.Cash);
        return new Given(c.Number, amount ?? agreed, on, loan.Balance, false);
    }

    // Sent without a day and again after midnight, it is the same: the day of recording counts as said.
    private static Given Again(LoanTransaction before, Loan loan, Money? amount, Command c)
    {
        var given = new Money(before.AmountMinor, loan.Currency);
        var same = before.Kind == LoanTransactionKind.Disbursement && before.Data!.Disbursement == c.Number && before.Data.PaidTo == c.PaidTo
            && (amount is null || amount == given) && (c.On ?? before.RecordedOn) == before.EffectiveOn;
        return same ? new Given(c.Number, given, before.EffectiveOn, loan.Balance, true) : throw LendingRefusals.DisbursementKeyReused();
    }
}
