using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>
/// Reminds a customer of an installment and warns before a lock; says nothing once it is paid, nor when its day is past: after
/// an outage all days are closed at once, and who is late already needs no word that something is due soon.
/// </summary>
[Allow(Permission.System)]
public sealed class RemindCustomer(INotificationsDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock)
    : CustomerMessages(db, lending, tenant, clock), IReactTo<ReminderCalledFor>, IReactTo<LockCameNear>
{
    // Whoever moves a sandbox's clock wants to see what each of the days between would have sent.
    private readonly bool _livesThroughDays = tenant.Sandbox;

    /// <inheritdoc/>
    public async Task<Nothing> Handle(ReminderCalledFor happened, CancellationToken ct)
    {
        var reminder = new Reminder(happened.Kind, happened.Loan, happened.Installment, happened.DueOn, happened.Owed);
        if (await Unpaid(happened.Loan, happened.Installment, ct) is not var (loan, owed) || IsPast(happened, loan)) return default;
        var kind = happened.Kind == ReminderKind.Overdue ? "overdue" : $"reminder_{reminder.Name}";
        return await Write(loan, kind, reminder.OnceKey, (words, shop) => words.Say(
            kind, shop, words.Of(owed), loan.Number, words.Of(happened.DueOn), words.Of(loan.LockOn!.Value)), ct);
    }

    /// <inheritdoc/>
    public async Task<Nothing> Handle(LockCameNear happened, CancellationToken ct)
    {
        if (await Unpaid(happened.Loan, happened.Installment, ct) is not var (loan, owed)) return default;
        if (!_livesThroughDays && Clock.Today >= happened.LockOn) return default;
        var dueOn = loan.Installments.Single(i => i.Number == happened.Installment).DueOn;
        return await Write(loan, "lock_warning", $"lock_warning:{loan.Id}:{happened.Installment}", (words, shop) => words.Say(
            "lock_warning", shop, words.Of(owed), loan.Number, words.Of(dueOn), words.Of(happened.LockOn)), ct);
    }

    private bool IsPast(ReminderCalledFor happened, Loan loan) => !_livesThroughDays && happened.Kind switch
    {
        ReminderKind.In3Days => Clock.Today > happened.DueOn.AddDays(-3),
        ReminderKind.Tomorrow => Clock.Today > happened.DueOn.AddDays(-1),
        ReminderKind.Today => Clock.Today > happened.DueOn,
        _ => loan.StandingOn(Clock.Today) == LoanStanding.GraceEnded,
    };

    private async Task<(Loan Loan, Money Owed)?> Unpaid(LoanId id, int number, CancellationToken ct)
    {
        if (await Read(id, ct) is not { } loan) return null;
        var installment = loan.Installments.Single(i => i.Number == number);
        return installment.IsPaid ? null : (loan, new Money(installment.OwedMinor, loan.Currency));
    }
}
