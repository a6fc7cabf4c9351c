using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>Refuses terms that cannot be, one reason at a time, naming the field as programs know it.</summary>
internal static class TermsCheck
{
    public const int MostDisbursements = 50;
    private const int MostPauses = 50;
    private const int MostHolidays = 1_000;

    /// <summary>Requires terms that a schedule can be reckoned from.</summary>
    /// <exception cref="Refusal">A <c>lending.*</c> code naming the field.</exception>
    public static void Require(ScheduleTerms terms)
    {
        Money(terms);
        Words(terms);
        Interest(terms);
        Cadence(terms);
        Plan(terms);
        Extras(terms);
    }

    private static void Money(ScheduleTerms terms)
    {
        if (terms.Disbursements.Count is 0 or > MostDisbursements) throw LendingRefusals.TermOutOfRange("disbursements", 1, MostDisbursements);
        var (before, lent) = (DateOnly.MinValue, 0m);
        foreach (var one in terms.Disbursements)
        {
            if (one.Amount.Minor <= 0) throw LendingRefusals.TermNotAllowed("disbursements", "Every disbursement must be more than zero.");
            if (one.Amount.Currency != terms.Currency) throw MoneyRefusals.CurrencyMismatch(terms.Currency, one.Amount.Currency);
            if (one.On < before) throw LendingRefusals.DatesInvalid("disbursements", "Give the disbursements in the order of their dates.");
            if (one.On.Year is < 2000 or > 2200) throw LendingRefusals.DisbursedOnOutOfRange();
            before = one.On;
            lent += one.Amount.Amount;
        }
        if (lent > LoanTerms.MaxPrice) throw LendingRefusals.TermOutOfRange("principal", 0, LoanTerms.MaxPrice);
        foreach (var (field, amount) in Amounts(terms))
        {
            if (amount is not { } given) continue;
            if (given.Currency != terms.Currency) throw MoneyRefusals.CurrencyMismatch(terms.Currency, given.Currency);
            if (given.Minor <= 0 || given.Amount > LoanTerms.MaxPrice) throw LendingRefusals.TermNotAllowed(field, "Leave it out, or give an amount above zero.");
        }
    }

    private static IEnumerable<(string Field, Money? Amount)> Amounts(ScheduleTerms terms) =>
    [
        ("balloonAmount", terms.Balloon), ("installmentAmount", terms.InstallmentAmount), ("dayPrice", terms.DayPrice),
        ("installmentMultipleOf", terms.InstallmentMultipleOf), ("feePerInstallment", terms.FeePerInstallment),
    ];

    private static void Words(ScheduleTerms terms)
    {
        if (!Enum.IsDefined(terms.InterestMethod)) throw LendingRefusals.MethodUnknown();
        if (!Enum.IsDefined(terms.RepayUnit)) throw LendingRefusals.UnitUnknown();
        Known(terms.Amortization, "amortization");
        Known(terms.InterestCalculation, "interestCalculation");
        Known(terms.DaysInYear, "daysInYear");
        Known(terms.DaysInMonth, "daysInMonth");
        Known(terms.MonthEnd, "monthEnd");
        Known(terms.NonWorkingDays, "nonWorkingDays");
        Known(terms.Rounding, "rounding");
    }

    private static void Known<TWord>(TWord word, string field)
        where TWord : struct, Enum
    {
        if (!Enum.IsDefined(word)) throw LendingRefusals.TermNotAllowed(field, "There is no such choice.");
    }

    private static void Interest(ScheduleTerms terms)
    {
        var rate = terms.AnnualRatePercent;
        if (rate is < 0 or > LoanTerms.MaxRatePercent) throw LendingRefusals.RateOutOfRange(LoanTerms.MaxRatePercent);
        if (decimal.Round(rate, 6, MidpointRounding.ToZero) != rate) throw LendingRefusals.RateTooFine();
        if (terms.InterestMethod == InterestMethod.None && rate != 0) throw LendingRefusals.RateWithoutInterest();
        if (terms.DownPaymentPercent is < 0 or >= 100) throw LendingRefusals.TermOutOfRange("downPaymentPercent", 0, 99.99m);
        if (terms.InterestPauses.Count > MostPauses) throw LendingRefusals.TermOutOfRange("interestPauses", 0, MostPauses);
        var before = DateOnly.MinValue;
        foreach (var pause in terms.InterestPauses.OrderBy(pause => pause.From))
        {
            if (pause.To < pause.From) throw LendingRefusals.DatesInvalid("interestPauses", "A pause must not end before it begins.");
            if (pause.From <= before) throw LendingRefusals.DatesInvalid("interestPauses", "Pauses must not overlap.");
            before = pause.To;
        }
    }

    private static void Cadence(ScheduleTerms terms)
    {
        var most = terms.RepayUnit switch { RepayUnit.Days => 366, RepayUnit.Weeks => 52, RepayUnit.Months => 12, _ => 10 };
        if (terms.RepayEvery < 1 || terms.RepayEvery > most) throw LendingRefusals.CadenceOutOfRange(most, terms.RepayUnit);
        if (terms.Installments is < 1 or > LoanTerms.MaxInstallments) throw LendingRefusals.InstallmentsOutOfRange(LoanTerms.MaxInstallments);
        if (terms.FirstDueOn <= terms.StartsOn || terms.FirstDueOn > terms.StartsOn.AddYears(terms.RepayUnit == RepayUnit.Years ? terms.RepayEvery + 1 : 1))
            throw LendingRefusals.FirstDueOutOfRange(terms.StartsOn);
        if (terms.SeasonMonths.Any(month => month is < 1 or > 12)) throw LendingRefusals.TermOutOfRange("seasonMonths", 1, 12);
        if (terms.FirstDueOn is { } first && terms.SeasonMonths.Count > 0 && !terms.SeasonMonths.Contains(first.Month))
            throw LendingRefusals.DatesInvalid("firstDueDate", "The first due date must lie in one of the months in which installments are due.");
        if (terms.SeasonMonths.Count > 0 && terms.RepayUnit == RepayUnit.Years) throw LendingRefusals.TermNotAllowed("seasonMonths", "It goes with days, weeks or months.");
        if (terms.Weekend.Count > 6 && terms.Weekend.Distinct().Count() > 6) throw LendingRefusals.TermNotAllowed("weekend", "Leave one day of the week to work.");
        if (terms.Holidays.Count > MostHolidays) throw LendingRefusals.TermOutOfRange("holidays", 0, MostHolidays);
    }

    private static void Plan(ScheduleTerms terms)
    {
        var plan = terms.Amortization;
        GoesWith(plan == Amortization.Balloon, terms.Balloon, "balloonAmount", "balloon");
        GoesWith(plan == Amortization.FixedAmount, terms.InstallmentAmount, "installmentAmount", "fixedAmount");
        GoesWith(plan == Amortization.PerDay, terms.DayPrice, "dayPrice", "perDay");
        if (plan is Amortization.FixedAmount or Amortization.PerDay && terms.InterestMethod == InterestMethod.Flat)
            throw LendingRefusals.TermNotAllowed("interestMethod", "Flat interest needs a number of installments that is agreed.");
        if (plan == Amortization.PerDay) PerDay(terms);
        else if (terms.Installments is null && plan != Amortization.FixedAmount) throw LendingRefusals.TermNeeded("installments");
    }

    private static void PerDay(ScheduleTerms terms)
    {
        if (terms.AnnualRatePercent != 0) throw LendingRefusals.TermNotAllowed("annualRatePercent", "A price for each day goes without interest.");
        if (terms.Installments is not null) throw LendingRefusals.TermNotAllowed("installments", "The number of days follows from the price for each day.");
        if (terms.Disbursements.Count > 1) throw LendingRefusals.TermNotAllowed("disbursements", "A price for each day goes with one disbursement.");
        if (terms.GraceOnPrincipal > 0) throw LendingRefusals.TermNotAllowed("graceOnPrincipal", "A price for each day is asked from the first day.");
        if (terms.InstallmentMultipleOf is not null) throw LendingRefusals.TermNotAllowed("installmentMultipleOf", "The price for each day says what is asked.");
    }

    private static void GoesWith(bool asked, Money? given, string field, string plan)
    {
        if (asked && given is null) throw LendingRefusals.TermNeeded(field);
        if (!asked && given is not null) throw LendingRefusals.TermNotAllowed(field, $"It goes with amortization {plan} only.");
    }

    private static void Extras(ScheduleTerms terms)
    {
        foreach (var (field, percent) in new[] { ("taxOnFeesPercent", terms.TaxOnFeesPercent), ("taxOnInterestPercent", terms.TaxOnInterestPercent) })
            if (percent is < 0 or > 100) throw LendingRefusals.TermOutOfRange(field, 0, 100);
        foreach (var (field, periods) in new[]
                 {
                     ("graceOnPrincipal", terms.GraceOnPrincipal), ("graceOnInterestPayment", terms.GraceOnInterestPayment),
                     ("interestFreePeriods", terms.InterestFreePeriods),
                 })
            if (periods is < 0 or > LoanTerms.MaxInstallments) throw LendingRefusals.TermOutOfRange(field, 0, LoanTerms.MaxInstallments);
    }
}
