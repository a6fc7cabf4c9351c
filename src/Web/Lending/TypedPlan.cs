using System.Globalization;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>
/// The numbers of a plan as they are typed, apart from the plan they give: what cannot be read stays as it was typed and is
/// said at its field. Fields are named as refusals name them.
/// </summary>
public sealed class TypedPlan(Plan plan)
{
    /// <summary>What the device costs.</summary>
    public const string Price = "price";

    /// <summary>What is paid at the counter.</summary>
    public const string Deposit = "deposit";

    /// <summary>How many installments.</summary>
    public const string Installments = "installments";

    /// <summary>Units between installments.</summary>
    public const string Every = "repayEvery";

    /// <summary>Days of grace.</summary>
    public const string Grace = "graceDays";

    /// <summary>Percent a year.</summary>
    public const string Rate = "annualRatePercent";

    private const int MostWhole = 1_000_000;

    private readonly Dictionary<string, string> _texts = new()
    {
        [Price] = Shown(plan.Price),
        [Deposit] = Shown(plan.Deposit),
        [Installments] = Shown(plan.Installments),
        [Every] = Shown(plan.Every),
        [Grace] = plan.Grace.ToString(CultureInfo.InvariantCulture),
        [Rate] = Shown(plan.Rate),
    };

    /// <summary>What stands in a field.</summary>
    public string this[string field]
    {
        get => _texts[field];
        set => _texts[field] = value;
    }

    /// <summary>True when nobody could say what number was meant.</summary>
    public bool IsUnreadable(string field) => Number(field) is null;

    /// <summary>A plan with these numbers and the rest of another; null while one of them cannot be read.</summary>
    public Plan? Over(Plan rest)
    {
        // Without interest there is no rate to be read.
        var rate = rest.Method == InterestMethod.None ? 0 : Number(Rate);
        return (Number(Price), Number(Deposit), Number(Installments), Number(Every), Number(Grace), rate) is
            ({ } price, { } deposit, { } installments, { } every, { } grace, { } percent)
            ? rest with { Price = price, Deposit = deposit, Installments = (int)installments, Every = (int)every, Grace = (int)grace, Rate = percent }
            : null;
    }

    /// <summary>What is to be handed out later; null while some of it cannot be read.</summary>
    public static IReadOnlyList<Later>? Read(IReadOnlyList<TypedLater> typed)
    {
        var read = typed.Where(one => !one.IsEmpty).Select(one => one.Read).ToList();
        return read.Contains(null) ? null : [.. read.Select(one => one!)];
    }

    private decimal? Number(string field)
    {
        var number = TypedNumber.Of(_texts[field]);
        var whole = field is Installments or Every or Grace;
        return whole && number is { } n && (decimal.Truncate(n) != n || Math.Abs(n) >= MostWhole) ? null : number;
    }

    private static string Shown(decimal value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One line of what is to be handed out later, as it is typed.</summary>
public sealed class TypedLater
{
    /// <summary>The day; null before one is chosen.</summary>
    public DateOnly? On { get; set; }

    /// <summary>The amount.</summary>
    public string? Amount { get; set; }

    /// <summary>True while nothing stands in it: it is as if it were not there.</summary>
    public bool IsEmpty => On is null && string.IsNullOrWhiteSpace(Amount);

    /// <summary>What it says; null while it cannot be read.</summary>
    public Later? Read => On is { } on && TypedNumber.Of(Amount) is { } amount && !string.IsNullOrWhiteSpace(Amount) ? new Later(on, amount) : null;

    /// <summary>As it was read.</summary>
    public static TypedLater Of(Later later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return new() { On = later.On, Amount = later.Amount.ToString(CultureInfo.InvariantCulture) };
    }
}
