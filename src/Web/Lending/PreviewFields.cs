using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Paylatch.Domain.Lending.Schedules;

namespace Paylatch.Web.Lending;

/// <summary>What each field of proposed terms and of a preview is, with an example as JSON, for the API's document.</summary>
internal static class PreviewFields
{
    /// <summary>A whole request.</summary>
    public const string Whole =
        """{"principal":"1200.00","currency":"KES","annualRatePercent":24,"interestMethod":"declining","disbursementDate":"2026-01-31","repayUnit":"months","installments":12}""";

    private const string Disbursements = """[{"date":"2026-01-31","amount":"800.00"},{"date":"2026-03-15","amount":"400.00"}]""";
    private const string Text = " Decimal text; a number is taken too.";

    /// <summary>Of the request, by field.</summary>
    public static IReadOnlyDictionary<string, (string Description, string Example)> OfTerms { get; } = new Dictionary<string, (string, string)>
    {
        ["principal"] = ("What is lent altogether. May be left out beside disbursements." + Text, "\"1200.00\""),
        ["currency"] = ("ISO 4217 code of every amount; the merchant's own when left out.", "\"KES\""),
        ["annualRatePercent"] = ("Nominal interest in percent a year, at most six decimals; 0 when left out.", "24.5"),
        ["interestMethod"] = ("declining (on what is still owed), flat (on all that was lent) or none. Declining when left out beside a rate, else none.", "\"declining\""),
        ["amortization"] = ("equalInstallments (usual), equalPrincipal, bullet (all principal last), balloon (some principal last), fixedAmount or perDay.", "\"equalInstallments\""),
        ["interestCalculation"] = ("daily (usual) or perPeriod: the same for every period, a twelfth of the year for a month.", "\"daily\""),
        ["partialPeriodInterest"] = ("Whether what is disbursed within a period bears interest for its days only (usual) or as for the whole period.", "true"),
        ["daysInYear"] = ("360, 364, 365 or actual (usual).", "\"365\""),
        ["daysInMonth"] = ("30 or actual (usual); matters for loans repaid by months or years.", "\"actual\""),
        ["disbursements"] = ("What is paid out when, in the order of the dates; instead of disbursementDate.", Disbursements),
        ["disbursementDate"] = ("The day all of the principal is paid out; today, where the merchant is, when left out.", "\"2026-01-31\""),
        ["repayEvery"] = ("Units between two installments; 1 when left out.", "1"),
        ["repayUnit"] = ("days, weeks, months (usual) or years.", "\"months\""),
        ["installments"] = ("How many installments. Left out where the number follows from an amount: with perDay, and usually with fixedAmount.", "12"),
        ["firstDueDate"] = ("When the first installment is due; one interval after the first disbursement when left out.", "\"2026-02-28\""),
        ["graceOnPrincipal"] = ("How many of the first installments pay no principal.", "2"),
        ["graceOnInterestPayment"] = ("How many of the first installments pay no interest; all of it falls into the first one after.", "1"),
        ["interestFreePeriods"] = ("For how many of the first periods no interest is charged at all.", "1"),
        ["downPaymentPercent"] = ("Percent of each disbursement paid back the same day, shown in a row with number 0.", "25"),
        ["installmentMultipleOf"] = ("Installments are whole multiples of this amount, but for the last one." + Text, "\"10.00\""),
        ["rounding"] = ("How amounts are rounded to the smallest unit or the multiple: halfEven (usual), halfUp, up or down.", "\"halfEven\""),
        ["monthEnd"] = ("What becomes of a due day a month does not have: roll (31 January, 28 February, 31 March; usual), clamp (31 January, 28 February, 28 March), "
            + "firstOfNext (31 January, 1 March, 31 March) or lastOfMonth (always the last day).", "\"roll\""),
        ["interestPauses"] = ("Days without interest, first and last included. Installments stay, the last one shrinks.", """[{"from":"2026-04-01","to":"2026-04-10"}]"""),
        ["balloonAmount"] = ("The principal that amortization balloon leaves for the last installment." + Text, "\"300.00\""),
        ["installmentAmount"] = ("The installment of amortization fixedAmount." + Text, "\"110.00\""),
        ["dayPrice"] = ("The price for each day of amortization perDay; the number of days is what is lent over this price." + Text, "\"5.00\""),
        ["feePerInstallment"] = ("A fee asked with every installment." + Text, "\"2.00\""),
        ["taxOnFeesPercent"] = ("Tax on the fee, in percent.", "16"),
        ["taxOnInterestPercent"] = ("Tax on interest, in percent.", "0"),
        ["nonWorkingDays"] = ("What becomes of a due date on a day without work: keep (usual), next, previous or nextInMonth.", "\"next\""),
        ["weekend"] = ("The days of the week without work.", """["saturday","sunday"]"""),
        ["holidays"] = ("Dates without work.", """["2026-05-01"]"""),
        ["seasonMonths"] = ("The months (1 to 12) in which installments are due; all when left out. Interest runs on in between.", "[3,4,5,9,10,11]"),
    };

    private static readonly Dictionary<Type, IReadOnlyDictionary<string, (string Description, string Example)>> Described = new()
    {
        [typeof(ProposedTerms)] = OfTerms,
        [typeof(ProposedDisbursement)] = new Dictionary<string, (string, string)>
        {
            ["date"] = ("The day it is paid out.", "\"2026-01-31\""), ["amount"] = ("How much." + Text, "\"800.00\""),
        },
        [typeof(ProposedPause)] = new Dictionary<string, (string, string)>
        {
            ["from"] = ("The first day without interest.", "\"2026-04-01\""), ["to"] = ("The last day without interest.", "\"2026-04-10\""),
        },
        [typeof(PreviewRow)] = new Dictionary<string, (string, string)>
        {
            ["number"] = ("1 is the first installment; 0 a disbursement or what is paid back the same day.", "1"),
            ["from"] = ("The day its period begins.", "\"2026-01-31\""), ["due"] = ("The last day on which it is paid in time.", "\"2026-02-28\""),
            ["days"] = ("How many days its period has.", "28"), ["principal"] = ("What repays principal.", "\"89.47\""), ["interest"] = ("Interest.", "\"24.00\""),
            ["fees"] = ("Fees.", "\"0.00\""), ["tax"] = ("Tax on fees and interest.", "\"0.00\""), ["total"] = ("All of it.", "\"113.47\""),
            ["balance"] = ("Principal owed after it.", "\"1110.53\""), ["disbursed"] = ("What is paid out; only in the row of a disbursement.", "\"1200.00\""),
        },
    };

    /// <summary>Writes them into the document.</summary>
    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (!Described.TryGetValue(context.JsonTypeInfo.Type, out var fields)) return Task.CompletedTask;
        foreach (var (name, (description, example)) in fields)
            if (schema.Properties?.TryGetValue(name, out var field) == true && field is OpenApiSchema described)
                (described.Description, described.Examples) = (description, [JsonNode.Parse(example)!]);
        if (context.JsonTypeInfo.Type == typeof(ProposedTerms)) schema.Examples = [JsonNode.Parse(Whole)!];
        return Task.CompletedTask;
    }
}
