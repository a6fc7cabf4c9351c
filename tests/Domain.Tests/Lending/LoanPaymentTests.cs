using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

public sealed class LoanPaymentTests
{
    private static readonly Gen<(LoanTerms Terms, int[] Payments)> Payings =
        from price in Gen.Choose(1_000, 5_000)
        from count in Gen.Choose(1, 24)
        from method in Gen.Elements(Enum.GetValues<InterestMethod>())
        from payments in Gen.Choose(1, 60_000).NonEmptyListOf()
        select (Some.Terms(price: price, installments: count, method: method, rate: method == InterestMethod.None ? 0 : 24),
            payments.ToArray());

    [Fact]
    public void Allocations_and_rest_are_the_payment() => Holds.For(Payings, c =>
    {
        var loan = Some.Loan(c.Terms);
        foreach (var minor in c.Payments)
        {
            var applied = loan.ApplyPayment(Some.Payment(), new Money(minor, Some.Kes), Some.Day);
            Assert.Equal(minor, applied.Allocations.Sum(part => part.Total.Minor) + applied.Rest.Minor);
            Assert.Equal(minor, (applied.Principal + applied.Interest + applied.Rest).Minor);
            Assert.All(applied.Allocations, part => Assert.True(part.Principal.Minor >= 0 && part.Interest.Minor >= 0 && part.Total.Minor > 0));
        }
    });

    [Fact]
    public void The_oldest_installment_is_paid_first_and_interest_before_principal() => Holds.For(Payings, c =>
    {
        var loan = Some.Loan(c.Terms);
        foreach (var minor in c.Payments)
        {
            var applied = loan.ApplyPayment(Some.Payment(), new Money(minor, Some.Kes), Some.Day);
            Assert.Equal(applied.Allocations.Select(part => part.Installment).Order(), applied.Allocations.Select(part => part.Installment));
            var open = loan.Installments.SkipWhile(i => i.IsPaid).ToList();
            Assert.All(open.Skip(1), i => Assert.Equal(0, i.PaidMinor));
            Assert.All(open, i => Assert.True(i.PaidPrincipalMinor == 0 || i.PaidInterestMinor == i.InterestMinor));
        }
    });

    [Fact]
    public void Never_more_is_taken_than_is_owed() => Holds.For(Payings, c =>
    {
        var loan = Some.Loan(c.Terms);
        foreach (var minor in c.Payments)
        {
            var owed = loan.Balance.Minor;
            var applied = loan.ApplyPayment(Some.Payment(), new Money(minor, Some.Kes), Some.Day);
            Assert.Equal(Math.Max(0, minor - owed), applied.Rest.Minor);
            Assert.Equal(Math.Max(0, owed - minor), loan.Balance.Minor);
        }
        Assert.Equal(loan.PaidMinor, loan.Installments.Sum(i => i.PaidMinor));
        Assert.Equal(loan.State == LoanState.PaidOff, loan.Balance.IsZero);
    });

    [Fact]
    public void Any_split_of_the_same_total_leaves_the_same_installments() => Holds.For(Payings, c =>
    {
        var (whole, split) = (Some.Loan(c.Terms), Some.Loan(c.Terms));
        whole.ApplyPayment(Some.Payment(), new Money(c.Payments.Sum(p => (long)p), Some.Kes), Some.Day);
        foreach (var minor in c.Payments) split.ApplyPayment(Some.Payment(), new Money(minor, Some.Kes), Some.Day);
        Assert.Equal(Paid(whole), Paid(split));
        Assert.Equal((whole.PaidMinor, whole.NextDueOn, whole.State), (split.PaidMinor, split.NextDueOn, split.State));
    });

    [Fact]
    public void Installments_loaded_in_any_order_are_paid_by_number()
    {
        var loan = Some.Loan();
        var list = (List<Installment>)loan.Installments;
        list.Reverse();
        var applied = loan.ApplyPayment(Some.Payment(), Some.Kenyan(150), Some.Day);
        Assert.Equal([1, 2], applied.Allocations.Select(part => part.Installment));
        Assert.Equal(2, loan.NextDue?.Number);
    }

    [Fact]
    public void A_payment_of_nothing_or_less_is_refused()
    {
        Refused.At("lending.payment_not_positive", "amount", () => Some.Loan().ApplyPayment(Some.Payment(), Some.Kenyan(0), Some.Day));
        Refused.With("lending.payment_not_positive", () => Some.Loan().ApplyPayment(Some.Payment(), Some.Kenyan(-1), Some.Day));
    }

    [Fact]
    public void A_payment_in_another_currency_is_refused_and_changes_nothing()
    {
        var loan = Some.Loan();
        Refused.With("money.currency_mismatch", () => loan.ApplyPayment(Some.Payment(), new Money(100, Currency.Of("USD")), Some.Day));
        Assert.Equal((0L, 1), (loan.PaidMinor, loan.Version));
    }

    [Fact]
    public void A_loan_that_is_paid_off_gives_everything_back()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1200), Some.Day);
        var version = loan.Version;
        loan.ClearEvents();
        var applied = loan.ApplyPayment(Some.Payment(), Some.Kenyan(50), Some.Day);
        Assert.Empty(applied.Allocations);
        Assert.Equal(Some.Kenyan(50), applied.Rest);
        Assert.Empty(loan.Events);
        Assert.Equal(version, loan.Version);
    }

    [Fact]
    public void Part_of_an_installment_moves_nothing_but_the_balance()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(99.99m), Some.Day);
        Assert.Empty(loan.Events);
        Assert.Equal(Some.Kenyan(1100.01m), loan.Balance);
        Assert.Equal(Some.Kenyan(0.01m), loan.NextDueAmount);
        Assert.Equal(2, loan.Version);
    }

    [Fact]
    public void Paying_an_installment_moves_the_lock_date()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(100), Some.Day);
        Assert.Equal(new DateOnly(2026, 3, 31), loan.NextDueOn);
        Assert.Equal([new LockDateMoved(loan.Id, loan.DeviceId, new DateOnly(2026, 4, 4), 2)], loan.Events);
    }

    [Fact]
    public void The_last_payment_pays_the_loan_off_and_no_lock_date_follows()
    {
        var loan = Some.Loan();
        var last = Some.Payment();
        loan.ApplyPayment(last, Some.Kenyan(1200), Some.Day);
        Assert.Equal([new LoanPaidOff(loan.Id, loan.DeviceId, 2, last)], loan.Events);
        Assert.Equal((LoanState.PaidOff, LoanStanding.Current), (loan.State, loan.Standing));
        Assert.Null(loan.NextDueOn);
        Assert.Null(loan.LockOn);
        Assert.Null(loan.NextDue);
        Assert.True(loan.NextDueAmount.IsZero);
    }

    [Fact]
    public void Clearing_all_arrears_makes_the_loan_current_and_says_until_when()
    {
        var loan = Some.Loan();
        var day = new DateOnly(2026, 3, 5);
        loan.Age(day);
        loan.ClearEvents();
        var payment = Some.Payment();
        loan.ApplyPayment(payment, Some.Kenyan(100), day);
        var lockOn = new DateOnly(2026, 4, 4);
        Assert.Equal(
            [
                new LoanStandingChanged(loan.Id, loan.DeviceId, LoanStanding.GraceEnded, LoanStanding.Current, 3),
                new LoanBecameCurrent(loan.Id, loan.DeviceId, lockOn, 3, payment),
                new LockDateMoved(loan.Id, loan.DeviceId, lockOn, 3),
            ],
            loan.Events);
    }

    [Fact]
    public void Too_little_keeps_the_loan_where_it_is()
    {
        var loan = Some.Loan();
        var day = new DateOnly(2026, 3, 5);
        loan.Age(day);
        loan.ClearEvents();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(99.99m), day);
        Assert.Empty(loan.Events);
        Assert.Equal(LoanStanding.GraceEnded, loan.Standing);
    }

    [Fact]
    public void Clearing_only_what_grace_had_ended_for_brings_the_loan_back_in_grace()
    {
        var loan = Some.Loan(Some.Terms(unit: RepayUnit.Weeks, grace: 5, from: new DateOnly(2026, 1, 1)));
        var day = new DateOnly(2026, 1, 16);
        loan.Age(day);
        loan.ClearEvents();
        var payment = Some.Payment();
        loan.ApplyPayment(payment, Some.Kenyan(100), day);
        Assert.Equal(LoanStanding.Overdue, loan.Standing);
        Assert.Contains(new LoanBackInGrace(loan.Id, loan.DeviceId, new DateOnly(2026, 1, 21), 3, payment), loan.Events);
        Assert.DoesNotContain(loan.Events, e => e is LoanBecameCurrent);
    }

    [Fact]
    public void A_payment_never_worsens_the_standing()
    {
        var loan = Some.Loan();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1), new DateOnly(2026, 12, 1));
        Assert.Equal(LoanStanding.Current, loan.Standing);
        Assert.Empty(loan.Events);
    }

    [Fact]
    public void Paying_off_a_loan_in_arrears_betters_the_standing_and_orders_no_mere_unlock()
    {
        var loan = Some.Loan();
        var day = new DateOnly(2026, 3, 5);
        loan.Age(day);
        loan.ClearEvents();
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(1200), day);
        Assert.Equal(["LoanStandingChanged", "LoanPaidOff"], loan.Events.Select(e => e.GetType().Name));
    }

    private static List<(long, long)> Paid(Loan loan) =>
        [.. loan.Installments.OrderBy(i => i.Number).Select(i => (i.PaidPrincipalMinor, i.PaidInterestMinor))];
}
