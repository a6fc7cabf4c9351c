using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Schedules;

/// <summary>A disbursement as programs write it.</summary>
public sealed record ProposedDisbursement
{
    /// <summary>The day it is paid out.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>How much, as decimal text.</summary>
    public string? Amount { get; init; }
}

/// <summary>Days without interest as programs write them.</summary>
public sealed record ProposedPause
{
    /// <summary>The first day without interest.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day without interest.</summary>
    public DateOnly? To { get; init; }
}

/// <summary>
/// Terms by the plain names programs and products use. Every field may be left out that has a usual value; amounts are
/// decimal text in <see cref="Currency"/>. <see cref="Agree"/> makes terms of it, or refuses naming the field.
/// </summary>
public sealed record ProposedTerms
{
    /// <summary>What is lent altogether; may be left out beside disbursements with amounts.</summary>
    public string? Principal { get; init; }

    /// <summary>ISO 4217 code of every amount; the merchant's own when left out.</summary>
    public string? Currency { get; init; }

    /// <summary>Nominal interest in percent a year, at most six decimals; 0 when left out.</summary>
    public decimal? AnnualRatePercent { get; init; }

    /// <summary>declining, flat or none. Declining when left out beside a rate, else none.</summary>
    public string? InterestMethod { get; init; }

    /// <summary>equalInstallments (usual), equalPrincipal, bullet, balloon, fixedAmount or perDay.</summary>
    public string? Amortization { get; init; }

    /// <summary>daily (usual) or perPeriod.</summary>
    public string? InterestCalculation { get; init; }

    /// <summary>Whether a disbursement within a period bears interest for its days only (usual), or as for the whole period.</summary>
    public bool? PartialPeriodInterest { get; init; }

    /// <summary>360, 364, 365 or actual (usual).</summary>
    public string? DaysInYear { get; init; }

    /// <summary>30 or actual (usual).</summary>
    public string? DaysInMonth { get; init; }

    /// <summary>What is paid out when, in the order of the dates; instead of disbursementDate.</summary>
    public IReadOnlyList<ProposedDisbursement>? Disbursements { get; init; }

    /// <summary>The day all of the principal is paid out; today when left out.</summary>
    public DateOnly? DisbursementDate { get; init; }

    /// <summary>Units between two installments; 1 when left out.</summary>
    public int? RepayEvery { get; init; }

    /// <summary>days, weeks, months (usual) or years.</summary>
    public string? RepayUnit { get; init; }

    /// <summary>How many installments; left out where the number follows from an amount.</summary>
    public int? Installments { get; init; }

    /// <summary>When the first installment is due; one interval after the first disbursement when left out.</summary>
    public DateOnly? FirstDueDate { get; init; }

    /// <summary>How many of the first installments pay no principal.</summary>
    public int? GraceOnPrincipal { get; init; }

    /// <summary>How many of the first installments pay no interest; it falls into the first one after.</summary>
    public int? GraceOnInterestPayment { get; init; }

    /// <summary>For how many of the first periods no interest is charged.</summary>
    public int? InterestFreePeriods { get; init; }

    /// <summary>Percent of each disbursement paid back the same day.</summary>
    public decimal? DownPaymentPercent { get; init; }

    /// <summary>Installments are whole multiples of this amount.</summary>
    public string? InstallmentMultipleOf { get; init; }

    /// <summary>halfEven (usual), halfUp, up or down.</summary>
    public string? Rounding { get; init; }

    /// <summary>What becomes of a due day a month does not have: roll (usual), clamp, firstOfNext or lastOfMonth.</summary>
    public string? MonthEnd { get; init; }

    /// <summary>Days without interest, first and last included.</summary>
    public IReadOnlyList<ProposedPause>? InterestPauses { get; init; }

    /// <summary>The principal that amortization balloon leaves for the last installment.</summary>
    public string? BalloonAmount { get; init; }

    /// <summary>The installment of amortization fixedAmount.</summary>
    public string? InstallmentAmount { get; init; }

    /// <summary>The price for each day of amortization perDay.</summary>
    public string? DayPrice { get; init; }

    /// <summary>A fee asked with every installment.</summary>
    public string? FeePerInstallment { get; init; }

    /// <summary>Tax on the fee, in percent.</summary>
    public decimal? TaxOnFeesPercent { get; init; }

    /// <summary>Tax on interest, in percent.</summary>
    public decimal? TaxOnInterestPercent { get; init; }

    /// <summary>What becomes of due dates on days without work: keep (usual), next, previous or nextInMonth.</summary>
    public string? NonWorkingDays { get; init; }

    /// <summary>The days of the week without work, such as saturday.</summary>
    public IReadOnlyList<string>? Weekend { get; init; }

    /// <summary>Dates without work.</summary>
    public IReadOnlyList<DateOnly>? Holidays { get; init; }

    /// <summary>The months (1 to 12) in which installments are due; all when left out.</summary>
    public IReadOnlyList<int>? SeasonMonths { get; init; }

    /// <summary>The terms it means.</summary>
    /// <param name="own">The currency where none is named.</param>
    /// <param name="today">The day of the disbursement where none is named.</param>
    /// <exception cref="Refusal">A code naming the field. What only shows when reckoning is refused there.</exception>
    public ScheduleTerms Agree(Currency own, DateOnly today)
    {
        var currency = Currency is null ? own : Shared.Currency.Of(Currency);
        Money? Optional(string? text, string field) => text is null ? null : Money.Parse(text, currency, field);
        return new ScheduleTerms
        {
            Disbursements = Paid(currency, today),
            DownPaymentPercent = DownPaymentPercent ?? 0,
            InterestMethod = InterestMethod is null && AnnualRatePercent > 0
                ? Lending.InterestMethod.Declining
                : Word(InterestMethod, "interestMethod", Lending.InterestMethod.None),
            AnnualRatePercent = AnnualRatePercent ?? 0,
            Amortization = Word<Amortization>(Amortization, "amortization"),
            InterestCalculation = Word<InterestCalculation>(InterestCalculation, "interestCalculation"),
            PartialPeriodInterest = PartialPeriodInterest ?? true,
            DaysInYear = Days(DaysInYear, "daysInYear", Schedules.DaysInYear.Actual),
            DaysInMonth = Days(DaysInMonth, "daysInMonth", Schedules.DaysInMonth.Actual),
            RepayEvery = RepayEvery ?? 1,
            RepayUnit = Word(RepayUnit, "repayUnit", Lending.RepayUnit.Months),
            Installments = Installments,
            FirstDueOn = FirstDueDate,
            MonthEnd = Word<MonthEndRule>(MonthEnd, "monthEnd"),
            NonWorkingDays = Word<NonWorkingDayRule>(NonWorkingDays, "nonWorkingDays"),
            Weekend = [.. (Weekend ?? []).Select(day => Word<DayOfWeek>(day ?? throw LendingRefusals.TermNeeded("weekend"), "weekend"))],
            Holidays = Holidays ?? [],
            SeasonMonths = SeasonMonths ?? [],
            GraceOnPrincipal = GraceOnPrincipal ?? 0,
            GraceOnInterestPayment = GraceOnInterestPayment ?? 0,
            InterestFreePeriods = InterestFreePeriods ?? 0,
            InterestPauses = [.. (InterestPauses ?? []).Select(pause => new InterestPause(
                pause?.From ?? throw LendingRefusals.TermNeeded("interestPauses"), pause.To ?? throw LendingRefusals.TermNeeded("interestPauses")))],
            Balloon = Optional(BalloonAmount, "balloonAmount"),
            InstallmentAmount = Optional(InstallmentAmount, "installmentAmount"),
            DayPrice = Optional(DayPrice, "dayPrice"),
            InstallmentMultipleOf = Optional(InstallmentMultipleOf, "installmentMultipleOf"),
            Rounding = Word<AmountRounding>(Rounding, "rounding"),
            FeePerInstallment = Optional(FeePerInstallment, "feePerInstallment"),
            TaxOnFeesPercent = TaxOnFeesPercent ?? 0,
            TaxOnInterestPercent = TaxOnInterestPercent ?? 0,
        };
    }

    private List<Disbursement> Paid(Currency currency, DateOnly today)
    {
        if (Disbursements is null)
        {
            var amount = Money.Parse(Principal ?? throw LendingRefusals.TermNeeded("principal"), currency, "principal");
            return [new Disbursement(DisbursementDate ?? today, amount.Minor > 0 ? amount : throw LendingRefusals.TermNotAllowed("principal", "It must be more than zero."))];
        }

        if (DisbursementDate is not null) throw LendingRefusals.TermNotAllowed("disbursementDate", "Give it, or disbursements, not both.");
        if (Disbursements.Count > TermsCheck.MostDisbursements) throw LendingRefusals.TermOutOfRange("disbursements", 1, TermsCheck.MostDisbursements);
        var paid = Disbursements.Select(one => new Disbursement(
            one?.Date ?? throw LendingRefusals.TermNeeded("disbursements"), Money.Parse(one.Amount, currency, "disbursements"))).ToList();
        if (Principal is not null && Money.Parse(Principal, currency, "principal").Minor < paid.Sum(one => one.Amount.Minor))
            throw LendingRefusals.TermNotAllowed("disbursements", "They come to more than the principal.");
        return paid;
    }

    private static TWord Word<TWord>(string? text, string field, TWord usual = default)
        where TWord : struct, Enum
    {
        if (text is null) return usual;
        foreach (var word in Enum.GetValues<TWord>())
            if (string.Equals(word.ToString(), text, StringComparison.OrdinalIgnoreCase)) return word;
        throw LendingRefusals.TermNotAllowed(field, $"Use {string.Join(", ", Enum.GetNames<TWord>().Select(Camel))}.");
    }

    // Numbers of days are written as numbers: 360, not days360.
    private static TWord Days<TWord>(string? text, string field, TWord usual)
        where TWord : struct, Enum
    {
        if (text is null) return usual;
        foreach (var word in Enum.GetValues<TWord>())
            if (string.Equals(Written(word.ToString()), text, StringComparison.OrdinalIgnoreCase)) return word;
        throw LendingRefusals.TermNotAllowed(field, $"Use {string.Join(", ", Enum.GetNames<TWord>().Select(Written))}.");

        static string Written(string name) => name.StartsWith("Days", StringComparison.Ordinal) ? name[4..] : Camel(name);
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
