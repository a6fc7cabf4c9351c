using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>Other people's schedules, published with their terms, come out to the cent. Each case names its source.</summary>
public sealed class PublicNumbersTests
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = false };

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in typeof(PublicNumbersTests).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
            foreach (var one in Read(file).Where(one => one.Rows is not null))
                data.Add(file, one.Name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_published_schedule_comes_out_to_the_cent(string file, string name)
    {
        var published = Read(file).First(one => one.Name == name);
        var schedule = Schedule.Of(published.Request!.Agree(Currency.Of("USD"), new DateOnly(2024, 1, 1)));

        var installments = published.Rows!.Where(row => row.Number > 0).OrderBy(row => row.Number).ToList();
        Assert.Equal(
            installments.Select(row => Line(row)),
            schedule.Rows.Select((row, i) => Line(row, installments.ElementAtOrDefault(i) ?? installments[^1])));
    }

    private static List<PublishedCase> Read(string file)
    {
        using var stream = typeof(PublicNumbersTests).Assembly.GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<List<PublishedCase>>(stream, Plain)!;
    }

    private static string Line(PublishedRow row) =>
        string.Join(" ", new object?[] { row.Number, row.Due?.ToString("o", CultureInfo.InvariantCulture), Amount(row.Principal), Amount(row.Interest), Amount(row.Total), Amount(row.Balance) }.Where(part => part is not null));

    // Only what the source prints is compared.
    private static string Line(ScheduleRow row, PublishedRow printed) =>
        string.Join(" ", new object?[]
        {
            row.Number, printed.Due is null ? null : row.Due.ToString("o", CultureInfo.InvariantCulture), Printed(row.Principal, printed.Principal),
            Printed(row.Interest, printed.Interest), Printed(row.Total, printed.Total), Printed(row.Balance, printed.Balance),
        }.Where(part => part is not null));

    private static string? Printed(Money amount, string? source) => source is null ? null : amount.Amount.ToString("F3", CultureInfo.InvariantCulture);

    private static string? Amount(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture).ToString("F3", CultureInfo.InvariantCulture);

    private sealed record PublishedCase(string Name, string Source, ProposedTerms? Request, IReadOnlyList<PublishedRow>? Rows);

    private sealed record PublishedRow(int Number, DateOnly? From, DateOnly? Due, int? Days, string? Principal, string? Interest, string? Total, string? Balance);
}
