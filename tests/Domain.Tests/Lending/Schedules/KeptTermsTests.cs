using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>Terms that were written down and read again give the schedule that was agreed.</summary>
public sealed class KeptTermsTests
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    // As contracts are kept: words for choices, the code for a currency.
    private static readonly JsonSerializerOptions Kept = new(JsonSerializerDefaults.Web)
    {
        Converters = { new CurrencyCode(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    [Fact]
    public void Terms_kept_as_json_give_the_same_schedule() => Holds.For(AnyTerms.Seeds, seed =>
    {
        var terms = AnyTerms.Possible(seed);
        Same(terms, JsonSerializer.Deserialize<ScheduleTerms>(JsonSerializer.Serialize(terms, Kept), Kept)!);
    }, 2_000);

    [Fact]
    public void Terms_written_by_their_plain_names_give_the_same_schedule() => Holds.For(AnyTerms.Seeds, seed =>
    {
        var terms = AnyTerms.Possible(seed);
        var written = JsonSerializer.Serialize(Written(terms), Plain);
        Same(terms, JsonSerializer.Deserialize<ProposedTerms>(written, Plain)!.Agree(Currency.Of("EUR"), new DateOnly(2000, 1, 1)));
    }, 2_000);

    [Fact]
    public void Every_plain_name_is_written_by_some_terms() => Assert.Empty(
        typeof(ProposedTerms).GetProperties().Where(field => Enumerable.Range(0, 200).All(seed => field.GetValue(Written(AnyTerms.Possible(seed))) is null))
            .Select(field => field.Name).Except([nameof(ProposedTerms.Principal), nameof(ProposedTerms.DisbursementDate)]));

    private static void Same(ScheduleTerms agreed, ScheduleTerms read)
    {
        var (first, second) = (Of(agreed), Of(read));
        Assert.Equal(first.Code, second.Code);
        if (first.Schedule is null) return;
        Assert.Equal(first.Schedule.Rows, second.Schedule!.Rows);
        Assert.Equal(first.Schedule.Outlays, second.Schedule.Outlays);
    }

    private static (Schedule? Schedule, string? Code) Of(ScheduleTerms terms)
    {
        try
        {
            return (Schedule.Of(terms), null);
        }
        catch (Refusal refusal)
        {
            return (null, refusal.Code + refusal.Field);
        }
    }

    private static ProposedTerms Written(ScheduleTerms terms) => new()
    {
        Currency = terms.Currency.Code,
        Disbursements = [.. terms.Disbursements.Select(one => new ProposedDisbursement { Date = one.On, Amount = Text(one.Amount) })],
        AnnualRatePercent = terms.AnnualRatePercent,
        InterestMethod = Word(terms.InterestMethod),
        Amortization = Word(terms.Amortization),
        InterestCalculation = Word(terms.InterestCalculation),
        PartialPeriodInterest = terms.PartialPeriodInterest,
        DaysInYear = Word(terms.DaysInYear).Replace("days", "", StringComparison.Ordinal),
        DaysInMonth = Word(terms.DaysInMonth).Replace("days", "", StringComparison.Ordinal),
        RepayEvery = terms.RepayEvery,
        RepayUnit = Word(terms.RepayUnit),
        Installments = terms.Installments,
        FirstDueDate = terms.FirstDueOn,
        GraceOnPrincipal = terms.GraceOnPrincipal,
        GraceOnInterestPayment = terms.GraceOnInterestPayment,
        InterestFreePeriods = terms.InterestFreePeriods,
        DownPaymentPercent = terms.DownPaymentPercent,
        InstallmentMultipleOf = Text(terms.InstallmentMultipleOf),
        Rounding = Word(terms.Rounding),
        MonthEnd = Word(terms.MonthEnd),
        InterestPauses = [.. terms.InterestPauses.Select(pause => new ProposedPause { From = pause.From, To = pause.To })],
        BalloonAmount = Text(terms.Balloon),
        InstallmentAmount = Text(terms.InstallmentAmount),
        DayPrice = Text(terms.DayPrice),
        FeePerInstallment = Text(terms.FeePerInstallment),
        TaxOnFeesPercent = terms.TaxOnFeesPercent,
        TaxOnInterestPercent = terms.TaxOnInterestPercent,
        NonWorkingDays = Word(terms.NonWorkingDays),
        Weekend = [.. terms.Weekend.Select(Word)],
        Holidays = terms.Holidays,
        SeasonMonths = terms.SeasonMonths,
    };

    private static string Word<TWord>(TWord word)
        where TWord : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(word.ToString());

    private static string? Text(Money? amount) => amount?.Amount.ToString(CultureInfo.InvariantCulture);

    private sealed class CurrencyCode : JsonConverter<Currency>
    {
        public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Currency.Of(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code);
    }
}
