using System.Globalization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>
/// A product while it is written: every field as it was typed, named as refusals name it. What belongs to another choice stays
/// typed and is left out of the product.
/// </summary>
public sealed partial class ProductForm
{
    private readonly Dictionary<string, string> _texts;

    /// <summary>A form for a new product, or for the next version of one.</summary>
    public ProductForm(ProductRow? product)
    {
        _texts = product is null ? New() : From(product);
        Order = [.. (product?.Policy.Allocation ?? AllocationOrder.Default).Buckets];
        Months = [.. product?.Terms.Template.SeasonMonths ?? []];
        Weekend = [.. (product?.Terms.Template.Weekend ?? []).Select(day => Enum.Parse<DayOfWeek>(day, ignoreCase: true))];
    }

    /// <summary>What stands in a field.</summary>
    public string this[string field]
    {
        get => _texts.GetValueOrDefault(field, "");
        set => (_texts[field], Changed) = (value, true);
    }

    /// <summary>The order in which payments are given.</summary>
    public List<PaymentBucket> Order { get; }

    /// <summary>The months in which installments are due; none for all.</summary>
    public HashSet<int> Months { get; }

    /// <summary>The days of the week without work.</summary>
    public HashSet<DayOfWeek> Weekend { get; }

    /// <summary>True when something is not saved.</summary>
    public bool Changed { get; set; }

    /// <summary>Why it is not a product yet.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>True once saving was tried: then a missing name is said, too.</summary>
    public bool Tried { get; set; }

    /// <summary>Called when something was typed or chosen.</summary>
    public Func<Task> OnChanged { get; set; } = () => Task.CompletedTask;

    /// <summary>How principal is paid back.</summary>
    public bool Is(Amortization plan) => string.Equals(this["amortization"], plan.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>True when there is interest.</summary>
    public bool HasInterest => !Is(Amortization.PerDay) && this["interestMethod"] != "none";

    /// <summary>True when a number of installments is agreed.</summary>
    public bool HasCount => !Is(Amortization.PerDay) && !Is(Amortization.FixedAmount);

    /// <summary>What being late costs.</summary>
    public PenaltyKind Penalty => Enum.TryParse<PenaltyKind>(this["penaltyKind"], true, out var kind) ? kind : PenaltyKind.None;

    /// <summary>Types or chooses.</summary>
    public Task Set(string field, string? text)
    {
        this[field] = text ?? "";
        return OnChanged();
    }

    /// <summary>Adds to a set or takes from it.</summary>
    public Task Toggle<T>(HashSet<T> set, T one)
    {
        if (!set.Remove(one)) set.Add(one);
        Changed = true;
        return OnChanged();
    }

    /// <summary>Moves a bucket one place; past an end nothing happens.</summary>
    public Task Move(int from, int by)
    {
        var to = from + by;
        if (to < 0 || to >= Order.Count) return Task.CompletedTask;
        (Order[from], Order[to]) = (Order[to], Order[from]);
        Changed = true;
        return OnChanged();
    }

    /// <summary>True when a number or a date stands there that nobody can read.</summary>
    public bool IsUnreadable(string field)
    {
        if (field == "holidays") return Dates() is null;
        if (!Numbers.Contains(field) && !Wholes.Contains(field)) return false;
        return TypedNumber.Of(this[field]) is not { } number || (Wholes.Contains(field) && (decimal.Truncate(number) != number || Math.Abs(number) > 1_000_000));
    }

    /// <summary>The product it gives; null with <see cref="Refusal"/> set, or with a field that cannot be read.</summary>
    public ProductContent? Read(Currency currency)
    {
        Refusal = null;
        if (Numbers.Concat(Wholes).Append("holidays").Any(IsUnreadable)) return null;
        try
        {
            return new ProductContent(this["name"], this["description"], Terms(), Policy(currency));
        }
        catch (Refusal refusal)
        {
            Refusal = refusal;
            return null;
        }
    }

    /// <summary>The refusal of a field; what the example refuses stands at the example.</summary>
    public Refusal? RefusedAt(string field) =>
        Refusal is { Field: { } at } no && field == (at is "price" or "principal" or "deposit" or "amount" ? "examplePrice" : at) && (field != "name" || Tried) ? no : null;

    private ProductTerms Terms() => new()
    {
        Template = Template(),
        LeastRatePercent = HasInterest ? Decimal("leastRatePercent") : null,
        MostRatePercent = HasInterest ? Decimal("mostRatePercent") : null,
        LeastInstallments = HasCount ? Whole("leastInstallments") : null,
        MostInstallments = HasCount ? Whole("mostInstallments") : null,
        LeastDepositPercent = Decimal("leastDepositPercent") ?? 0,
        BalloonPercent = Is(Amortization.Balloon) ? Decimal("balloonPercent") : null,
        FurtherDisbursements = !Is(Amortization.PerDay) && this["furtherDisbursements"] == "true",
        GraceDays = Whole("graceDays") ?? 0,
        ExamplePrice = Amount("examplePrice"),
    };

    private ProposedTerms Template() => new()
    {
        InterestMethod = Is(Amortization.PerDay) ? "none" : this["interestMethod"],
        AnnualRatePercent = HasInterest ? Decimal("annualRatePercent") ?? 0 : 0,
        Amortization = this["amortization"],
        InterestCalculation = this["interestCalculation"],
        DaysInYear = this["daysInYear"],
        DaysInMonth = this["daysInMonth"],
        RepayEvery = Whole("repayEvery") ?? 1,
        RepayUnit = this["repayUnit"],
        Installments = HasCount ? Whole("installments") : null,
        GraceOnPrincipal = Is(Amortization.PerDay) ? null : Whole("graceOnPrincipal"),
        GraceOnInterestPayment = HasInterest ? Whole("graceOnInterestPayment") : null,
        InterestFreePeriods = HasInterest ? Whole("interestFreePeriods") : null,
        InstallmentMultipleOf = Is(Amortization.PerDay) ? null : Amount("installmentMultipleOf"),
        Rounding = this["rounding"],
        MonthEnd = this["monthEnd"],
        InstallmentAmount = Is(Amortization.FixedAmount) ? Amount("installmentAmount") : null,
        DayPrice = Is(Amortization.PerDay) ? Amount("dayPrice") : null,
        FeePerInstallment = Amount("feePerInstallment"),
        TaxOnFeesPercent = Decimal("taxOnFeesPercent"),
        TaxOnInterestPercent = HasInterest ? Decimal("taxOnInterestPercent") : null,
        NonWorkingDays = this["nonWorkingDays"],
        Weekend = Weekend.Count == 0 ? null : [.. Weekend.Order().Select(day => Camel(day))],
        Holidays = Dates() is { Count: > 0 } dates ? dates : null,
        SeasonMonths = Months.Count == 0 ? null : [.. Months.Order()],
    };

    private LoanPolicy Policy(Currency currency)
    {
        var (kind, flat) = (Penalty, Penalty is PenaltyKind.Flat or PenaltyKind.FlatPerDay);
        long? Minor(string field) => Amount(field) is { } text ? Money.Parse(text, currency, field).Minor : null;
        var penalty = kind == PenaltyKind.None ? PenaltyPolicy.None : new PenaltyPolicy(
            kind, Word<PenaltyScope>("penaltyScope"), Word<PenaltyBase>("penaltyOf"), flat ? Minor("penaltyAmount") ?? 0 : 0,
            flat ? 0 : Decimal("penaltyPercent") ?? 0, Whole("penaltyGraceDays") ?? 0, Whole("penaltyMaxCount"), Minor("penaltyMaxAmount"),
            Decimal("penaltyMaxPercent"));
        return new LoanPolicy(
            new AllocationOrder(Order, Word<AllocationDirection>("allocationDirection")), Word<AdvanceHandling>("inAdvance"), penalty,
            Word<PayoffInterest>("payoffInterest"));
    }

    private TWord Word<TWord>(string field)
        where TWord : struct, Enum => Enum.TryParse<TWord>(this[field], true, out var word) ? word : default;

    private string? Amount(string field) => Empty(field) ? null : TypedNumber.Of(this[field])?.ToString(CultureInfo.InvariantCulture);

    private decimal? Decimal(string field) => Empty(field) ? null : TypedNumber.Of(this[field]);

    private int? Whole(string field) => Empty(field) ? null : (int?)TypedNumber.Of(this[field]);

    private bool Empty(string field) => string.IsNullOrWhiteSpace(this[field]);

    private List<DateOnly>? Dates()
    {
        var dates = new List<DateOnly>();
        foreach (var word in this["holidays"].Split([',', ' ', '\n', '\r', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!DateOnly.TryParseExact(TypedNumber.Plain(word), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return null;
            dates.Add(date);
        }

        return dates;
    }

    private static string Camel<TWord>(TWord word)
        where TWord : struct, Enum
    {
        var name = word.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
