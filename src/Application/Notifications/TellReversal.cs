using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>
/// Tells a customer that a payment no longer counts, and what is owed without it. Why is between the staff and the log; no
/// lock is threatened here: its date is set anew by a reversal, and the reminders lead there.
/// </summary>
[Allow(Permission.System)]
public sealed class TellReversal(INotificationsDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock)
    : CustomerMessages(db, lending, tenant, clock), IReactTo<PaymentReversed>
{
    /// <inheritdoc/>
    public async Task<Nothing> Handle(PaymentReversed happened, CancellationToken ct)
    {
        if (await Read(happened.Loan, ct) is not { } loan) return default;
        var next = loan.NextDue;
        var kind = next is null ? "payment_reversed_none_owed" : next.DueOn < Clock.Today ? "payment_reversed_late" : "payment_reversed";
        return await Write(loan, kind, $"payment_reversed:{happened.Payment}", (words, shop) => next is null
            ? words.Say(kind, shop, words.Of(happened.Amount), loan.Number)
            : words.Say(
                kind, shop, words.Of(happened.Amount), loan.Number, words.Of(loan.Balance),
                words.Of(new Money(next.OwedMinor, loan.Currency)), words.Of(next.DueOn)), ct);
    }
}
