using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Lending.Schedules;
using Paylatch.Domain.Tests.Shared;
using static Paylatch.Domain.Tests.Lending.LoanLives;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>Nobody owes what was not handed out; what was handed out is owed as it was agreed.</summary>
public sealed class LoanDisbursementTests
{
    [Fact]
    public void Given_on_the_days_agreed_the_rows_are_those_of_the_preview_whatever_the_terms()
    {
        var (agreed, several) = (0, 0);
        for (var seed = 0; seed < 6_000; seed++)
        {
            if (TryTerms(seed) is not { } terms) continue;
            agreed++;
            if (terms.Terms.Disbursements.Count > 2) several++;
            var loan = Book(terms, LoanPolicy.Default);
            Assert.Equal(terms.Principal, loan.Principal);
            GiveAll(loan);
            Assert.Equal(terms.Schedule.Rows.Select(PlannedRow.Of), loan.Installments.OrderBy(i => i.Number).Select(Planned));
            Assert.Equal(terms.Terms.Principal, loan.Principal);
            var before = Picture(loan);
            loan.Replay(loan.CaughtUpOn);
            Assert.Equal(before, Picture(loan));
            loan.CatchUp(terms.Schedule.Rows[^1].Due.AddDays(1));
            Assert.Equal(terms.Schedule.Interest.Minor, loan.AccruedMinor);
        }

        Assert.True(agreed > 2_500 && several > 500, $"{agreed} agreed, {several} of several further disbursements");
    }

    [Fact]
    public void Paying_every_installment_on_its_day_pays_the_whole_preview() => Holds.For(AnyTerms.Seeds, seed =>
    {
        if (TryTerms(seed) is not { } terms) return;
        var loan = Book(terms, LoanPolicy.Default);
        var left = new Queue<Disbursement>(terms.Terms.Disbursements.Skip(1));
        foreach (var row in terms.Schedule.Rows)
        {
            while (left.TryPeek(out var next) && next.On < row.Due) Give(loan, left.Dequeue());
            if (row.Total.Minor > 0 && loan.State == LoanState.Active) loan.ApplyPayment(Some.Payment(), row.Total, row.Due);
            if (loan.State == LoanState.PaidOff) return;
        }

        Assert.Equal((LoanState.PaidOff, 0L), (loan.State, loan.CreditMinor));
        Assert.Equal(terms.Schedule.Total, loan.Paid);
    }, 1_000);

    [Fact]
    public void What_is_recorded_late_leaves_the_rows_it_had_left_on_its_day() => Holds.For(
        from seed in AnyTerms.Seeds
        from amounts in Gen.Choose(1, 40).ArrayOf(4)
        from shuffle in Gen.Choose(0, int.MaxValue - 1)
        select (seed, amounts, shuffle),
        of =>
        {
            if (TryTerms(of.seed) is not { } terms) return;
            var last = terms.Terms.Disbursements[^1].On.AddDays(80);
            var span = last.DayNumber - terms.Terms.StartsOn.DayNumber;
            // Two inputs of one day count in the order of recording, so each has a day of its own.
            var taken = terms.Terms.Disbursements.Select(one => one.On).ToHashSet();
            var pays = of.amounts.Select((share, i) => (Id: Some.Payment(), On: terms.Terms.StartsOn.AddDays(span * (i + 1) / 5), Amount: terms.Principal.Minor * share / 400))
                .Where(pay => pay.Amount > 0 && taken.Add(pay.On)).ToList();
            if (terms.Terms.Disbursements.Select(one => one.On).Distinct().Count() < terms.Terms.Disbursements.Count) return;

            var inOrder = Book(terms, LoanPolicy.Default);
            var late = Book(terms, LoanPolicy.Default);
            var does = terms.Terms.Disbursements.Skip(1).Select((one, i) => (one.On, Do: (Action<Loan, DateOnly>)((loan, today) => loan.GiveDisbursement(i + 2, one.Amount, one.On, today))))
                .Concat(pays.Select(pay => (pay.On, Do: (Action<Loan, DateOnly>)((loan, today) => loan.ApplyPayment(pay.Id, new Money(pay.Amount, loan.Currency), pay.On, today))))).ToList();
            foreach (var one in does.OrderBy(one => one.On)) one.Do(inOrder, one.On);
            inOrder.CatchUp(last);
            // In any order, but disbursements, which come after each other.
            var random = new Random(of.shuffle);
            var gives = new Queue<Action<Loan, DateOnly>>(does.Take(terms.Terms.Disbursements.Count - 1).Select(one => one.Do));
            foreach (var one in does.Select((one, i) => (one.Do, IsGive: i < terms.Terms.Disbursements.Count - 1)).OrderBy(_ => random.Next()).ToList())
                (one.IsGive ? gives.Dequeue() : one.Do)(late, last);
            late.CatchUp(last);
            Assert.Equal(Picture(inOrder), Picture(late));
        }, 1_000);

    [Fact]
    public void A_payment_taken_back_leaves_the_rows_as_if_it_had_never_been_before_and_after_the_handing_out() => Holds.For(
        from seed in AnyTerms.Seeds
        from share in Gen.Choose(1, 60)
        from before in Gen.Elements(true, false)
        select (seed, share, before),
        of =>
        {
            if (TryTerms(of.seed) is not { } terms) return;
            var (plain, paid, payment) = (Book(terms, LoanPolicy.Default), Book(terms, LoanPolicy.Default), Some.Payment());
            GiveAll(plain);
            paid.ApplyPayment(payment, new Money(1 + terms.Principal.Minor * of.share / 100, paid.Currency), terms.Terms.StartsOn);
            if (paid.State == LoanState.PaidOff) return;
            if (of.before) paid.ReversePayment(payment, "Bounced", terms.Terms.StartsOn);
            GiveAll(paid);
            if (!of.before) paid.ReversePayment(payment, "Bounced", paid.CaughtUpOn);
            Assert.Equal(Picture(plain), Picture(paid));
        }, 1_000);

    [Fact]
    public void Handing_out_posts_what_was_handed_out_and_nothing_else_when_it_is_recorded_on_its_day()
    {
        var loan = Book(Agreed(), LoanPolicy.Default);
        loan.CatchUp(new(2026, 3, 10));
        loan.TakeMovements();
        loan.GiveDisbursement(2, Some.Kenyan(600), new(2026, 3, 10), new(2026, 3, 10));
        var movement = Assert.Single(loan.TakeMovements());
        Assert.Equal((TransferKind.LoanDisbursed, -60_000L), (movement.Kind, movement.MoneyIn.Minor));
        Assert.Equal(new LoanAccounts { Principal = 60_000 }, movement.Change);
        Assert.Equal(60_000, Assert.Single(loan.Events.OfType<DisbursementGiven>()).Amount.Minor);
    }

    [Fact]
    public void New_money_earns_nothing_for_the_days_before_it_was_handed_out()
    {
        var (with, without) = (Book(Agreed(), LoanPolicy.Default), Book(Agreed(), LoanPolicy.Default));
        var on = new DateOnly(2026, 2, 27);
        with.GiveDisbursement(2, Some.Kenyan(600), on, on);
        without.CatchUp(on);
        Assert.Equal(without.AccruedMinor, with.AccruedMinor);
        Assert.True(with.PayoffOn(on.AddDays(1)).Interest.Minor - without.PayoffOn(on.AddDays(1)).Interest.Minor <= 60);
    }

    [Fact]
    public void The_planned_day_alone_changes_nothing()
    {
        var loan = Book(Agreed(), LoanPolicy.Default);
        var before = loan.Installments.Select(Planned).ToList();
        loan.CatchUp(new(2026, 3, 30));
        Assert.Equal(before, loan.Installments.Select(Planned));
        Assert.Equal(
            [(2, DisbursementState.Awaited), (3, DisbursementState.Awaited)], loan.FurtherDisbursements.Select(one => (one.Number, one.State)));
    }

    [Fact]
    public void Part_of_it_may_be_handed_out_and_the_rest_is_not_owed()
    {
        var loan = Book(Agreed(), LoanPolicy.Default);
        loan.GiveDisbursement(2, Some.Kenyan(250), new(2026, 3, 10), new(2026, 3, 10));
        loan.CancelDisbursement(3, "Not needed", new(2026, 3, 11));
        Assert.Null(loan.NextDisbursement);
        Assert.Equal(125_000, loan.Installments.Sum(i => i.PrincipalMinor));
        Assert.Equal(
            [(DisbursementState.Given, 25_000L, null), (DisbursementState.Cancelled, 0L, "Not needed")],
            loan.FurtherDisbursements.Select(one => (one.State, one.Given?.Minor ?? 0, one.Reason)));
    }

    [Fact]
    public void What_was_paid_ahead_asks_again_and_the_device_is_not_locked_at_once()
    {
        var loan = Book(Agreed(), LoanPolicy.Default);
        loan.ApplyPayment(Some.Payment(), Some.Kenyan(300), loan.DisbursedOn);
        var (today, next) = (new DateOnly(2026, 3, 25), loan.NextDueOn);
        loan.Age(today);
        loan.GiveDisbursement(2, Some.Kenyan(600), new(2026, 2, 10), today);
        Assert.True(loan.NextDueOn < next);
        Assert.NotEqual(LoanStanding.GraceEnded, loan.Standing);
        Assert.True(loan.LockOn > today.AddDays(loan.GraceDays));
        Assert.Equal(30_000, loan.PaidMinor);
    }

    // After a grace on interest a new installment is higher, so there is less interest than was paid ahead.
    [Fact]
    public void Interest_paid_ahead_beyond_what_is_left_to_earn_counts_as_earned()
    {
        var terms = new LoanTerms(Some.Kenyan(1_439), Some.Kenyan(0), 3, lent => new ScheduleTerms
        {
            Disbursements = [new(Some.Day, lent), new(Some.Day.AddDays(9), Some.Kenyan(50))],
            Installments = 6,
            GraceOnInterestPayment = 2,
            InterestMethod = InterestMethod.Declining,
            AnnualRatePercent = 36,
        });
        var (loan, day) = (Book(terms, LoanPolicy.Default), new DateOnly(2026, 3, 5));
        loan.ApplyPayment(Some.Payment(), loan.Balance - Kes(1), day);
        loan.GiveDisbursement(2, Kes(1), day.AddDays(18), day.AddDays(18));
        Assert.Equal(loan.Installments.Sum(i => i.InterestMinor), loan.Installments.Sum(i => i.EarnedMinor));
        Assert.Equal(2, loan.Balance.Minor);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var day = new DateOnly(2026, 3, 10);
        void Refused(string code, Action<Loan> does, Action<Loan>? before = null)
        {
            var loan = Book(Agreed(), LoanPolicy.Default);
            before?.Invoke(loan);
            Assert.Equal(code, Assert.Throws<Refusal>(() => does(loan)).Code);
        }

        Refused("lending.disbursement_not_next", loan => loan.GiveDisbursement(3, Some.Kenyan(1), day, day));
        Refused("lending.disbursement_not_next", loan => loan.GiveDisbursement(1, Some.Kenyan(1), day, day));
        Refused("lending.disbursement_too_much", loan => loan.GiveDisbursement(2, Some.Kenyan(600.01m), day, day));
        Refused("lending.disbursement_not_positive", loan => loan.GiveDisbursement(2, Some.Kenyan(0), day, day));
        Refused("money.currency_mismatch", loan => loan.GiveDisbursement(2, new Money(100, Currency.Of("USD")), day, day));
        Refused("lending.disbursement_in_future", loan => loan.GiveDisbursement(2, Some.Kenyan(1), day.AddDays(1), day));
        Refused("lending.disbursement_too_early", loan => loan.GiveDisbursement(2, Some.Kenyan(1), loan.DisbursedOn.AddDays(-1), day));
        Refused("lending.disbursement_too_early", loan => loan.GiveDisbursement(3, Some.Kenyan(1), day.AddDays(-1), day), loan => loan.GiveDisbursement(2, Some.Kenyan(1), day, day));
        Refused("lending.dates_invalid", loan => loan.GiveDisbursement(2, Some.Kenyan(1), day.AddYears(2), day.AddYears(2)));
        Refused("lending.disbursement_loan_closed", loan => loan.GiveDisbursement(2, Some.Kenyan(1), day, day), loan => loan.ApplyPayment(Some.Payment(), loan.Balance, day));
        Refused("lending.charged_off_already", loan => loan.GiveDisbursement(2, Some.Kenyan(1), day, day), loan => loan.ChargeOff("Lost", day));
        Refused("lending.disbursement_device_back", loan => loan.GiveDisbursement(2, Some.Kenyan(1), day, day), loan => loan.DeviceCameBack(toStock: true, "Good"));
        Refused("lending.policy_choice_unknown", loan => loan.GiveDisbursement(2, Some.Kenyan(1), day, day, (TopUpTo)9));
        Refused("lending.reason_needed", loan => loan.CancelDisbursement(2, " ", day));
        Refused("lending.disbursement_not_awaited", loan => loan.CancelDisbursement(4, "Not needed", day));
        Refused("lending.disbursement_none", loan => loan.GiveDisbursement(4, Some.Kenyan(1), day, day), loan =>
        {
            loan.CancelDisbursement(3, "Not needed", day);
            loan.CancelDisbursement(2, "Not needed", day);
        });
        Refused("lending.restructure_not_possible", loan => loan.Restructure(new() { Kind = RestructureKind.ReAmortize }, "Agreed", day));
    }

    private static PlannedRow Planned(Installment i) =>
        new(i.Number, i.FromOn, i.DueOn, i.PrincipalMinor, i.InterestMinor, i.FeeMinor, i.TaxMinor, i.EarnedMinor);

    private static void GiveAll(Loan loan)
    {
        foreach (var one in loan.Contract.Terms!.Disbursements.Skip(1)) Give(loan, one);
    }

    private static void Give(Loan loan, Disbursement one) => loan.GiveDisbursement(loan.NextDisbursement!.Number, one.Amount, one.On, one.On);

    // A thousand at 36 percent over ten months, 600 more in a month and 400 a month later.
    private static LoanTerms Agreed() => new(Some.Kenyan(1_200), Some.Kenyan(200), 3, lent => new ScheduleTerms
    {
        Disbursements = [new(Some.Day, lent), new(new(2026, 3, 5), Some.Kenyan(600)), new(new(2026, 4, 5), Some.Kenyan(400))],
        Installments = 10,
        InterestMethod = InterestMethod.Declining,
        AnnualRatePercent = 36,
    });

    // Any terms that can be agreed, handed out in two to four parts.
    private static LoanTerms? TryTerms(int seed)
    {
        var (terms, random) = (AnyTerms.Possible(seed), new Random(seed ^ 99));
        if (terms.Amortization == Amortization.PerDay) return null;
        var (day, all) = (terms.StartsOn, new List<Disbursement> { terms.Disbursements[0] });
        for (var i = random.Next(1, 4); i > 0; i--)
            all.Add(new Disbursement(day = day.AddDays(random.Next(0, 45)), terms.Disbursements[0].Amount));
        try
        {
            return new LoanTerms(all[0].Amount, Money.Zero(terms.Currency), 3, _ => terms with { Disbursements = all, DownPaymentPercent = 0 });
        }
        catch (Refusal)
        {
            return null;
        }
    }
}
