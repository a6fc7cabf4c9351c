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

    private decimal? Number(string field)
    {
        var number = TypedNumber.Of(_texts[field]);
        var whole = field is Installments or Every or Grace;
        return whole && number is { } n && (decimal.Truncate(n) != n || Math.Abs(n) >= MostWhole) ? null : number;
    }

    private static string Shown(decimal value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);
}
