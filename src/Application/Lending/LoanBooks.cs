using Paylatch.Application.Ledger;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Posts what a loan's verbs changed in its accounts, in the transaction of the verbs.</summary>
public static class LoanBooks
{
    /// <summary>Posts all of it.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="loan">The loan; its movements are taken.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="counter">The account money came from or went to; null where none moved.</param>
    /// <param name="kind">What payments are to be called, where not payments.</param>
    /// <param name="on">The day it belongs to, where that is not today.</param>
    public static async Task Post(
        this ILedgerDb ledger, Loan loan, TenantClock clock, CancellationToken ct, string? counter = null, TransferKind? kind = null, DateOnly? on = null)
    {
        if (loan.Movements.Count == 0) return;
        var books = await ledger.OpenBooks(loan.Currency, clock, ct);
        ledger.Post(loan, books, clock, counter, kind, on);
    }

    /// <summary>Posts all of it into books opened before.</summary>
    public static void Post(
        this ILedgerDb ledger, Loan loan, Books books, TenantClock clock, string? counter = null, TransferKind? kind = null, DateOnly? on = null)
    {
        foreach (var movement in loan.TakeMovements())
        {
            var posting = new Posting(new TransferId(clock.NewId()), clock.Now, on ?? clock.Today, loan.Id, movement.Payment);
            var named = kind is { } other && movement.Kind == TransferKind.PaymentReceived ? movement with { Kind = other } : movement;
            ledger.Transfers.Add(Postings.LoanMoved(books, posting, named, movement.MoneyIn.IsZero ? null : counter));
        }
    }
}
