using System.Globalization;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>
/// A restructuring while it is typed: every field as it was typed, named as refusals name it. What belongs to another way of
/// restructuring stays typed and is left out of the plan; what may be left empty stays as it was agreed.
/// </summary>
public sealed class TypedRestructuring
{
    /// <summary>The first due date of what is left.</summary>
    public const string FirstDue = "firstDueOn";

    /// <summary>Units between installments.</summary>
    public const string Every = "repayEvery";

    /// <summary>The unit; nothing for the one agreed.</summary>
    public const string Unit = "repayUnit";

    /// <summary>How many installments are to come.</summary>
    public const string Installments = "installments";

    /// <summary>How many are pushed out.</summary>
    public const string Periods = "periods";

    /// <summary>The new rate, percent a year.</summary>
    public const string Rate = "annualRatePercent";

    /// <summary>The day from which the new rate counts.</summary>
    public const string From = "from";

    /// <summary>How much more is lent.</summary>
    public const string TopUp = "topUp";

    private const int MostWhole = 1_000_000;

    private readonly Dictionary<string, string> _texts = new() { [Periods] = "1" };

    /// <summary>What stands in a field.</summary>
    public string this[string field]
    {
        get => _texts.GetValueOrDefault(field, "");
        set => _texts[field] = value;
    }

    /// <summary>In what way.</summary>
    public RestructureKind Kind { get; set; } = RestructureKind.Holiday;

    /// <summary>Whether interest runs on during a holiday.</summary>
    public bool InterestRuns { get; set; } = true;

    /// <summary>True when a new rate begins later than today.</summary>
    public bool Later { get; set; }

    /// <summary>Where the money of a top-up goes.</summary>
    public TopUpTo To { get; set; }

    /// <summary>Whether unpaid interest becomes principal.</summary>
    public bool Capitalise { get; set; }

    /// <summary>The fields of the chosen way, as refusals name them.</summary>
    public IReadOnlyList<string> Fields => Kind switch
    {
        RestructureKind.Reschedule => [FirstDue, Every, Unit, Installments],
        RestructureKind.ReAge => [FirstDue, Installments],
        RestructureKind.Holiday => [Periods],
        RestructureKind.RateChange => Later ? [Rate, From] : [Rate],
        RestructureKind.TopUp => [TopUp, Installments],
        RestructureKind.Extension => [Installments],
        _ => [],
    };

    /// <summary>True when interest can become principal: with a rate that changes later it cannot.</summary>
    public bool MayCapitalise => Kind != RestructureKind.RateChange || !Later;

    /// <summary>How much more is lent, as typed; null when nothing is.</summary>
    public string? More => Kind == RestructureKind.TopUp ? TypedNumber.Plain(this[TopUp]) : null;

    /// <summary>The first field without which there is nothing to reckon; null when all that is needed is there.</summary>
    public string? Missing => Kind switch
    {
        RestructureKind.Reschedule => Fields.All(IsEmpty) ? FirstDue : null,
        RestructureKind.Holiday or RestructureKind.RateChange or RestructureKind.Extension => Fields.FirstOrDefault(IsEmpty),
        RestructureKind.TopUp => IsEmpty(TopUp) ? TopUp : null,
        _ => null,
    };

    /// <summary>True when nobody could say what was meant by what is typed.</summary>
    public bool IsUnreadable(string field) => !IsEmpty(field) && field switch
    {
        FirstDue or From => Day(field) is null,
        Unit => UnitOf() is null,
        Rate => TypedNumber.Of(this[field]) is null,
        TopUp => TypedNumber.Of(this[field]) is not > 0,
        _ => Whole(field) is null,
    };

    /// <summary>True when a refusal is shown at one of the fields that are seen.</summary>
    public bool Shows(Refusal? refusal) => refusal is not null && Fields.Contains(FieldOf(refusal));

    /// <summary>The field a refusal is about; schedules call the first due date another name.</summary>
    public static string? FieldOf(Refusal? refusal) => refusal?.Field == "firstDueDate" ? FirstDue : refusal?.Field;

    /// <summary>The plan of what is seen; null while something is missing or cannot be read.</summary>
    public RestructurePlan? Plan() => Missing is not null || Fields.Any(IsUnreadable) ? null : new RestructurePlan
    {
        Kind = Kind,
        FirstDueOn = Seen(FirstDue) ? Day(FirstDue) : null,
        RepayEvery = Seen(Every) ? Whole(Every) : null,
        RepayUnit = Seen(Unit) ? UnitOf() : null,
        Installments = Seen(Installments) ? Whole(Installments) : null,
        Periods = Seen(Periods) ? Whole(Periods) : null,
        InterestRuns = Kind != RestructureKind.Holiday || InterestRuns,
        AnnualRatePercent = Seen(Rate) ? TypedNumber.Of(this[Rate]) : null,
        From = Seen(From) ? Day(From) : null,
        TopUpTo = Kind == RestructureKind.TopUp ? To : TopUpTo.Cash,
        Capitalise = Capitalise && MayCapitalise,
    };

    private bool IsEmpty(string field) => string.IsNullOrWhiteSpace(this[field]);

    private bool Seen(string field) => Fields.Contains(field) && !IsEmpty(field);

    private DateOnly? Day(string field) =>
        DateOnly.TryParseExact(this[field], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private RepayUnit? UnitOf() => Enum.TryParse<RepayUnit>(this[Unit], out var unit) && Enum.IsDefined(unit) ? unit : null;

    private int? Whole(string field) =>
        TypedNumber.Of(this[field]) is { } number && decimal.Truncate(number) == number && Math.Abs(number) < MostWhole ? (int)number : null;
}
