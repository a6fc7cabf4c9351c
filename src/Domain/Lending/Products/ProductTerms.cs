using System.Globalization;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Products;

/// <summary>
/// What a product says about schedules: terms without amounts and dates, and how far a seller may go from them. A range that
/// is left out leaves nothing to choose. Built in any form; <see cref="Require"/> refuses what cannot be, naming the field.
/// </summary>
public sealed record ProductTerms
{
    /// <summary>The most that may be asked for at the counter, in percent of the price.</summary>
    public const decimal MaxDepositPercent = 95;

    /// <summary>The terms by their plain names. What is lent, when, and on which first date is left to the sale.</summary>
    public ProposedTerms Template { get; init; } = new();

    /// <summary>The lowest yearly rate a seller may agree; the template's own when left out.</summary>
    public decimal? LeastRatePercent { get; init; }

    /// <summary>The highest yearly rate a seller may agree.</summary>
    public decimal? MostRatePercent { get; init; }

    /// <summary>The fewest installments a seller may agree; the template's own number when left out.</summary>
    public int? LeastInstallments { get; init; }

    /// <summary>The most installments a seller may agree.</summary>
    public int? MostInstallments { get; init; }

    /// <summary>What is paid at the counter at least, in percent of the price.</summary>
    public decimal LeastDepositPercent { get; init; }

    /// <summary>What amortization balloon leaves for the last installment, in percent of what is lent.</summary>
    public decimal? BalloonPercent { get; init; }

    /// <summary>Whether a seller may agree that more is handed out later.</summary>
    public bool FurtherDisbursements { get; init; }

    /// <summary>Whole days after a due date before the device locks.</summary>
    public int GraceDays { get; init; }

    /// <summary>The price, as decimal text, of the example the product is tried with.</summary>
    public string? ExamplePrice { get; init; }

    /// <summary>The lowest and the highest rate.</summary>
    public (decimal Least, decimal Most) Rates =>
        (LeastRatePercent ?? Template.AnnualRatePercent ?? 0, MostRatePercent ?? Template.AnnualRatePercent ?? 0);

    /// <summary>The fewest and the most installments; nothing where the number follows from an amount.</summary>
    public (int? Least, int? Most) Counts => (LeastInstallments ?? Template.Installments, MostInstallments ?? Template.Installments);

    /// <summary>True when the seller may agree another rate.</summary>
    public bool IsRateOpen => Rates.Least != Rates.Most;

    /// <summary>True when the seller may agree another number of installments.</summary>
    public bool IsCountOpen => Counts.Least != Counts.Most;

    /// <summary>The least deposit on a price, rounded up to what is paid out in.</summary>
    public Money LeastDeposit(Money price) =>
        new(decimal.ToInt64(decimal.Ceiling(price.Minor * LeastDepositPercent / 100)), price.Currency);

    /// <summary>The terms of one sale.</summary>
    /// <param name="price">What the device costs.</param>
    /// <param name="deposit">What is paid at the counter.</param>
    /// <param name="installments">How many installments; the product's own number when null.</param>
    /// <param name="rate">Percent a year; the product's own when null.</param>
    /// <param name="on">The day of the sale.</param>
    /// <param name="firstDue">The first due date when it is not one interval later.</param>
    /// <param name="further">What is to be handed out later, in the order of its days.</param>
    /// <exception cref="Refusal">
    /// <c>lending.deposit_below_product</c>, <c>lending.installments_not_of_product</c>, <c>lending.rate_not_of_product</c>,
    /// <c>lending.further_not_of_product</c>, or a code naming the field.
    /// </exception>
    public LoanTerms Agree(
        Money price, Money deposit, int? installments, decimal? rate, DateOnly on, DateOnly? firstDue = null, IReadOnlyList<Disbursement>? further = null) =>
        new(price, deposit, GraceDays, lent =>
        {
            if (deposit < LeastDeposit(price)) throw LendingRefusals.DepositBelowProduct(LeastDeposit(price));
            if (further is { Count: > 0 } && !FurtherDisbursements) throw LendingRefusals.FurtherNotOfProduct();
            return Filled([new Disbursement(on, lent), .. further ?? []], Allowed(installments), Allowed(rate), firstDue).Agree(lent.Currency, on);
        });

    /// <summary>Requires terms whose example can be reckoned with everything a seller may choose at the edges.</summary>
    /// <exception cref="Refusal">A code naming the field.</exception>
    public void Require(Currency currency, DateOnly on)
    {
        RequireOpen();
        RequireRanges();
        var price = Money.Parse(ExamplePrice ?? throw LendingRefusals.TermNeeded("examplePrice"), currency, "examplePrice");
        if (price.Minor <= 0) throw LendingRefusals.TermNotAllowed("examplePrice", "It must be more than zero.");
        foreach (var count in new[] { null, Counts.Least, Counts.Most }.Distinct())
            foreach (var rate in new decimal?[] { null, Rates.Least, Rates.Most }.Distinct())
                Agree(price, LeastDeposit(price), count, rate, on);
    }

    private int? Allowed(int? installments)
    {
        if (installments is not { } asked) return Template.Installments;
        var (least, most) = Counts;
        return asked >= least && asked <= most ? asked : throw LendingRefusals.InstallmentsNotOfProduct(least ?? 0, most ?? 0);
    }

    private decimal? Allowed(decimal? rate)
    {
        if (rate is not { } asked) return Template.AnnualRatePercent;
        var (least, most) = Rates;
        return asked >= least && asked <= most ? asked : throw LendingRefusals.RateNotOfProduct(least, most);
    }

    private ProposedTerms Filled(IReadOnlyList<Disbursement> lent, int? installments, decimal? rate, DateOnly? firstDue) => Template with
    {
        Disbursements = [.. lent.Select(one => new ProposedDisbursement { Date = one.On, Amount = Plain(one.Amount) })],
        FirstDueDate = firstDue,
        Installments = installments,
        AnnualRatePercent = rate,
        BalloonAmount = BalloonPercent is { } percent
            ? Plain(Money.Round(lent.Sum(one => one.Amount.Amount) * percent / 100, lent[0].Amount.Currency, MidpointRounding.ToEven))
            : null,
    };

    private static string Plain(Money amount) => amount.Amount.ToString(CultureInfo.InvariantCulture);

    // Amounts and dates are the sale's; what is asked at the counter and as a balloon is said in percent.
    private void RequireOpen()
    {
        foreach (var (field, given) in new (string, object?)[]
                 {
                     ("principal", Template.Principal), ("currency", Template.Currency), ("disbursements", Template.Disbursements),
                     ("disbursementDate", Template.DisbursementDate), ("firstDueDate", Template.FirstDueDate), ("interestPauses", Template.InterestPauses),
                     ("downPaymentPercent", Template.DownPaymentPercent), ("balloonAmount", Template.BalloonAmount),
                 })
            if (given is not null) throw LendingRefusals.TermNotAllowed(field, "A product leaves it to the sale.");
    }

    private void RequireRanges()
    {
        if (LeastDepositPercent is < 0 or > MaxDepositPercent) throw LendingRefusals.TermOutOfRange("leastDepositPercent", 0, MaxDepositPercent);
        var balloon = string.Equals(Template.Amortization, nameof(Amortization.Balloon), StringComparison.OrdinalIgnoreCase);
        if (balloon && BalloonPercent is null) throw LendingRefusals.TermNeeded("balloonPercent");
        if (!balloon && BalloonPercent is not null) throw LendingRefusals.TermNotAllowed("balloonPercent", "It goes with amortization balloon only.");
        if (BalloonPercent is <= 0 or >= 100) throw LendingRefusals.TermOutOfRange("balloonPercent", 0.01m, 99.99m);
        var (rate, count) = (Template.AnnualRatePercent ?? 0, Template.Installments);
        if (LeastRatePercent is { } low && (low < 0 || low > rate)) throw LendingRefusals.ProductRangeInvalid("leastRatePercent");
        if (MostRatePercent is { } high && (high > LoanTerms.MaxRatePercent || high < rate)) throw LendingRefusals.ProductRangeInvalid("mostRatePercent");
        if (LeastInstallments is { } few && (count is null || few < 1 || few > count)) throw LendingRefusals.ProductRangeInvalid("leastInstallments");
        if (MostInstallments is { } many && (count is null || many > LoanTerms.MaxInstallments || many < count)) throw LendingRefusals.ProductRangeInvalid("mostInstallments");
    }
}
