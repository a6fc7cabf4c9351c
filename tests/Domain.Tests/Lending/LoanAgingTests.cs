using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>A loan of 12 times 100 from 31 January 2026 with three days of grace: the first is due on 28 February.</summary>
public sealed class LoanAgingTests
{
    private static readonly DateOnly Due = new(2026, 2, 28);

    [Fact]
    public void A_booked_loan_carries_its_terms_and_schedule()
    {
        var terms = Some.Terms(price: 1500, deposit: 300, method: InterestMethod.Flat, rate: 12, grace: 5);
        var loan = Loan.Book(new(Some.Guid()), "LN-7", new(Some.Guid()), new(Some.Guid()), terms, Some.Noon);
        Assert.Equal(("LN-7", 150_000L, 30_000L, 120_000L, 134_400L, 0L), (loan.Number, loan.PriceMinor, loan.DepositMinor, loan.PrincipalMinor, loan.TotalMinor, loan.PaidMinor));
        Assert.Equal((LoanState.Active, LoanStanding.Current, 1, 12, 5), (loan.State, loan.Standing, loan.Version, loan.InstallmentCount, loan.GraceDays));
        Assert.Equal(terms.Schedule.Rows.Select(row => (row.Due, row.Total.Minor)), loan.Installments.Select(i => (i.DueOn, i.TotalMinor)));
        Assert.Equal(loan.Total, loan.Balance);
        Assert.Equal((Due, Due.AddDays(6)), (loan.NextDueOn, loan.LockOn));
    }

    [Fact]
    public void Booking_says_so_and_sets_the_first_lock_date()
    {
        var loan = Loan.Book(new(Some.Guid()), "LN-7", new(Some.Guid()), new(Some.Guid()), Some.Terms(), Some.Noon);
        Assert.Equal(
            [
                new LoanBooked(loan.Id, loan.DeviceId, loan.CustomerId, "LN-7", loan.Principal, loan.Total, 12, Due, 1),
                new LockDateMoved(loan.Id, loan.DeviceId, Due.AddDays(4), 1),
            ],
            loan.Events);
        Assert.Equal((loan.Id, loan.DeviceId, loan.CustomerId), (loan.Events[0].AboutLoan, loan.Events[0].AboutDevice, loan.Events[0].AboutCustomer));
    }

    [Theory]
    [InlineData(-30, LoanStanding.Current)]
    [InlineData(0, LoanStanding.Current)]
    [InlineData(1, LoanStanding.Overdue)]
    [InlineData(3, LoanStanding.Overdue)]
    [InlineData(4, LoanStanding.GraceEnded)]
    [InlineData(400, LoanStanding.GraceEnded)]
    public void Overdue_begins_the_day_after_the_due_date_and_grace_ends_after_its_days(int days, LoanStanding expected)
    {
        var loan = Some.Loan();
        Assert.Equal(expected, loan.StandingOn(Due.AddDays(days)));
        loan.Age(Due.AddDays(days));
        Assert.Equal(expected, loan.Standing);
    }

    [Fact]
    public void Without_grace_the_day_after_the_due_date_ends_it()
    {
        var loan = Some.Loan(Some.Terms(grace: 0));
        Assert.Equal(LoanStanding.Current, loan.StandingOn(Due));
        Assert.Equal(LoanStanding.GraceEnded, loan.StandingOn(Due.AddDays(1)));
        Assert.Equal(Due.AddDays(1), loan.LockOn);
    }

    [Fact]
    public void Becoming_overdue_is_said_once()
    {
        var loan = Some.Loan();
        loan.Age(Due.AddDays(1));
        loan.Age(Due.AddDays(1));
        loan.Age(Due.AddDays(2));
        Assert.Equal(
            [
                new LoanStandingChanged(loan.Id, loan.DeviceId, LoanStanding.Current, LoanStanding.Overdue, 2),
                new InstallmentOverdue(loan.Id, loan.DeviceId, 1, Due, Some.Kenyan(100), 2),
            ],
            loan.Events);
    }

    [Fact]
    public void The_end_of_grace_is_said_once_with_its_reason()
    {
        var loan = Some.Loan();
        loan.Age(Due.AddDays(1));
        loan.ClearEvents();
        loan.Age(Due.AddDays(4));
        loan.Age(Due.AddDays(4));
        loan.Age(Due.AddDays(30));
        Assert.Equal(["LoanStandingChanged", "GraceEnded"], loan.Events.Select(e => e.GetType().Name));
        var ended = Assert.IsType<GraceEnded>(loan.Events[1]);
        Assert.Equal("Installment 1 of LN-00001 was due on 2026-02-28 and is not paid; 3 days of grace have ended.", ended.Reason);
        Assert.Equal(ended.Reason, ended.Why);
        Assert.Equal(loan.Version, ended.Version);
    }

    [Fact]
    public void Days_left_out_are_made_up_for()
    {
        var loan = Some.Loan();
        loan.Age(Due.AddDays(40));
        Assert.Equal(
            ["LoanStandingChanged", "InstallmentOverdue", "InstallmentOverdue", "GraceEnded"],
            loan.Events.Select(e => e.GetType().Name));
    }

    [Fact]
    public void A_day_that_comes_again_does_not_better_the_standing()
    {
        var loan = Some.Loan();
        loan.Age(Due.AddDays(4));
        loan.ClearEvents();
        loan.Age(Due.AddDays(1));
        Assert.Equal(LoanStanding.GraceEnded, loan.Standing);
        Assert.Empty(loan.Events);
    }

    [Fact]
    public void A_paid_off_loan_does_not_age()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1200), Some.Day);
        loan.ClearEvents();
        loan.Age(Due.AddDays(400));
        Assert.Empty(loan.Events);
        Assert.Equal(0, loan.DaysPastDue(Due.AddDays(400)));
        Assert.True(loan.Arrears(Due.AddDays(400)).IsZero);
    }

    [Fact]
    public void A_loan_can_fall_back_after_it_became_current()
    {
        var loan = Some.Loan();
        loan.Age(Due.AddDays(4));
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(100), Due.AddDays(4));
        loan.ClearEvents();
        loan.Age(new DateOnly(2026, 4, 4));
        Assert.Contains(loan.Events, e => e is GraceEnded);
        Assert.Contains(loan.Events, e => e is InstallmentOverdue { Installment: 2 });
    }

    [Fact]
    public void Arrears_are_what_is_past_due_and_unpaid()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(30), Some.Day);
        Assert.Equal(Some.Kenyan(0), loan.Arrears(Due));
        Assert.Equal(Some.Kenyan(70), loan.Arrears(Due.AddDays(1)));
        Assert.Equal(Some.Kenyan(170), loan.Arrears(new DateOnly(2026, 4, 1)));
    }

    [Fact]
    public void Days_past_due_count_from_the_oldest_unpaid()
    {
        var loan = Some.Loan();
        Assert.Equal(0, loan.DaysPastDue(Due));
        Assert.Equal(1, loan.DaysPastDue(Due.AddDays(1)));
        Assert.Equal(35, loan.DaysPastDue(Due.AddDays(35)));
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(100), Due);
        Assert.Equal(4, loan.DaysPastDue(Due.AddDays(35)));
    }

    [Theory]
    [InlineData(-4, null)]
    [InlineData(-3, ReminderKind.In3Days)]
    [InlineData(-2, null)]
    [InlineData(-1, ReminderKind.Tomorrow)]
    [InlineData(0, ReminderKind.Today)]
    [InlineData(1, ReminderKind.Overdue)]
    [InlineData(9, ReminderKind.Overdue)]
    public void Each_day_calls_for_its_reminder(int days, ReminderKind? expected) =>
        Assert.Equal(expected, Some.Loan().ReminderDue(Due.AddDays(days))?.Kind);

    [Fact]
    public void A_reminder_is_about_an_unpaid_installment_and_what_is_owed_on_it()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(130), Some.Day);
        var reminder = loan.ReminderDue(new DateOnly(2026, 3, 30));
        Assert.Equal(new Reminder(ReminderKind.Tomorrow, loan.Id, 2, new DateOnly(2026, 3, 31), Some.Kenyan(70)), reminder);
        Assert.Equal($"reminder:{loan.Id}:2:tomorrow", reminder?.OnceKey);
        Assert.Equal("in_3_days", loan.ReminderDue(new DateOnly(2026, 3, 28))?.Name);
    }

    [Fact]
    public void A_paid_off_loan_reminds_of_nothing()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1200), Some.Day);
        Assert.Null(loan.ReminderDue(Due));
    }

    [Fact]
    public void The_next_missed_installment_becomes_overdue_while_the_one_before_is_still_unpaid()
    {
        var loan = Some.Loan();
        loan.Age(Due.AddDays(4));
        loan.ClearEvents();
        var version = loan.Version;
        loan.Age(new DateOnly(2026, 4, 1));
        loan.Age(new DateOnly(2026, 4, 1));
        Assert.Equal([new InstallmentOverdue(loan.Id, loan.DeviceId, 2, new DateOnly(2026, 3, 31), Some.Kenyan(100), version + 1)], loan.Events);
    }

    [Fact]
    public void Each_installment_that_is_missed_becomes_overdue_once_on_the_day_after_it_was_due() => Holds.For(
        Gen.Choose(0, 30_000).ListOf(),
        payments =>
        {
            var (loan, today) = (Some.Loan(Some.Terms(unit: RepayUnit.Weeks)), Some.Day);
            foreach (var minor in payments.Concat(Enumerable.Repeat(0, 90)))
            {
                today = today.AddDays(1);
                if (minor > 20_000) loan.ApplyPayment(Some.Payment(), Domain.Shared.Money.Round((minor - 20_000) / 100m + 1, Some.Kes, MidpointRounding.ToEven), today);
                var missed = loan.Installments.Where(i => !i.IsPaid && i.DueOn == today.AddDays(-1)).Select(i => i.Number).ToList();
                loan.ClearEvents();
                loan.Age(today);
                loan.Age(today);
                Assert.Equal(missed, loan.Events.OfType<InstallmentOverdue>().Select(e => e.Installment));
            }
        });

    [Fact]
    public void The_next_installment_is_reminded_of_though_one_before_it_is_unpaid()
    {
        var (loan, days) = (Some.Loan(), new List<int> { 27, 28, 30, 31, 32, 33 });
        Assert.Equal(
            [(ReminderKind.Overdue, 1), (ReminderKind.In3Days, 2), (ReminderKind.Tomorrow, 2), (ReminderKind.Today, 2), (ReminderKind.Overdue, 2), (ReminderKind.Overdue, 1)],
            days.Select(day => loan.ReminderDue(new DateOnly(2026, 2, 28).AddDays(day))).Select(r => (r!.Kind, r.Installment)));
    }

    // What the lock re-check relies on: whatever is paid and whenever days come, the stored standing after aging is
    // what the day gives, and the version rises whenever anything was said.
    [Fact]
    public void After_aging_the_standing_is_that_of_the_day_and_every_event_bears_a_newer_version() => Holds.For(
        Gen.Choose(0, 40).Zip(Gen.Choose(0, 30_000), (days, minor) => (Days: days, Minor: minor)).ListOf(),
        steps =>
        {
            var (loan, today) = (Some.Loan(Some.Terms(unit: RepayUnit.Weeks)), Some.Day);
            foreach (var step in steps)
            {
                var before = loan.Version;
                loan.ClearEvents();
                today = today.AddDays(step.Days);
                if (step.Minor > 20_000) loan.ApplyPayment(Some.Payment(), Domain.Shared.Money.Round(step.Minor / 100m, Some.Kes, MidpointRounding.ToEven), today);
                loan.Age(today);
                Assert.Equal(loan.StandingOn(today), loan.Standing);
                if (loan.Events.Count > 0) Assert.True(loan.Version > before);
            }
        });
}
