using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>Tells a customer that money arrived, and what is owed after it.</summary>
[Allow(Permission.System)]
public sealed class SendReceipt(INotificationsDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock)
    : CustomerMessages(db, lending, tenant, clock), IReactTo<PaymentReceived>, IReactTo<DepositReceived>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(PaymentReceived happened, CancellationToken ct)
    {
        if (await Read(happened.Loan, ct) is not { } loan) return default;
        return await Write(loan, "receipt", $"receipt:{happened.Payment}", (words, shop) => loan.NextDue is { } next
            ? words.Say(
                "receipt", shop, words.Of(happened.Amount), loan.Number, happened.ReceiptNumber, words.Of(loan.Balance),
                words.Of(Owed(loan, next)), words.Of(next.DueOn))
            : words.Say("receipt_last", shop, words.Of(happened.Amount), loan.Number, happened.ReceiptNumber), ct);
    }

    /// <inheritdoc/>
    public async Task<Nothing> Handle(DepositReceived happened, CancellationToken ct)
    {
        if (await Read(happened.Loan, ct) is not { NextDue: { } next } loan) return default;
        return await Write(loan, "receipt_deposit", $"receipt:{happened.Payment}", (words, shop) => words.Say(
            "receipt_deposit", shop, words.Of(happened.Amount), loan.Number, happened.ReceiptNumber,
            words.Of(Owed(loan, next)), words.Of(next.DueOn)), ct);
    }

    private static Money Owed(Loan loan, Installment next) => new(next.OwedMinor, loan.Currency);
}
