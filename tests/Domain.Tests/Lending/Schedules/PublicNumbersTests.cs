using System.Globalization;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>Other people's schedules, published with their terms, come out to the cent in every column they print. Each case names its source.</summary>
public sealed class PublicNumbersTests
{
    private static readonly Lazy<ILookup<string, PublishedCase>> Published = new(() => PublicNumbers.Files
        .SelectMany(file => PublicNumbers.Read<PublishedCase>(file).Where(one => one.Rows is not null).Select(one => (file, one)))
        .ToLookup(pair => pair.file, pair => pair.one));

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Published.Value)
            foreach (var one in file) data.Add(file.Key, one.Name);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_published_schedule_comes_out_to_the_cent(string file, string name)
    {
        var published = Published.Value[file].Single(one => one.Name == name);
        var schedule = Schedule.Of(published.Request!.Agree(Currency.Of("USD"), new DateOnly(2024, 1, 1)));
        var printed = published.Rows!.Select(row => row.Number).ToHashSet();
        var withGaps = printed.Max() > printed.Count(number => number > 0);
        var reckoned = Rows(schedule).Where(row => (row.Number > 0 && !withGaps) || printed.Contains(row.Number)).ToList();

        Assert.Equal(
            published.Rows!.Select(row => Line(row, row)),
            reckoned.Select((row, i) => Line(row, published.Rows!.ElementAtOrDefault(i) ?? row)));
        if (published.Totals is { } totals) Assert.Equal(Line(totals, totals), Line(Totals(schedule), totals));
    }

    [Fact]
    public void There_are_many_and_each_names_its_source_and_stands_once()
    {
        var all = Published.Value.SelectMany(file => file).ToList();
        Assert.True(all.Count >= 230, $"{all.Count}");
        Assert.All(all, one => Assert.False(string.IsNullOrWhiteSpace(one.Source)));
        Assert.All(Published.Value, file => Assert.Equal(file.Count(), file.DistinctBy(one => one.Name).Count()));
    }

    // What is lent on a due date comes after the installment of that date.
    private static IEnumerable<PublishedRow> Rows(Schedule schedule)
    {
        var next = 0;
        foreach (var row in schedule.Rows)
        {
            for (; next < schedule.Outlays.Count && schedule.Outlays[next].On < row.Due; next++) yield return Row(schedule.Outlays[next]);
            yield return new PublishedRow(
                row.Number, row.From, row.Due, row.Days, null, Text(row.Principal), Text(row.Interest), Text(row.Fees), Text(row.Total), Text(row.Balance));
        }
    }

    private static PublishedRow Row(ScheduleOutlay outlay) => outlay.Deposit.IsZero
        ? new PublishedRow(0, outlay.On, outlay.On, 0, Text(outlay.Lent), null, null, null, null, Text(outlay.Balance))
        : new PublishedRow(0, outlay.On, outlay.On, 0, null, Text(outlay.Deposit), "0", "0", Text(outlay.Deposit), Text(outlay.Balance));

    private static PublishedTotals Totals(Schedule schedule) =>
        new(Text(schedule.Principal), Text(schedule.Interest), Text(schedule.Fees), Text(schedule.Total + schedule.Deposit));

    // Only what the source prints is compared.
    private static string Line(PublishedRow row, PublishedRow printed) => string.Join(" ", new[]
    {
        row.Number.ToString(CultureInfo.InvariantCulture),
        If(printed.From, row.From?.ToString("o", CultureInfo.InvariantCulture)), If(printed.Due, row.Due?.ToString("o", CultureInfo.InvariantCulture)),
        If(printed.Days, row.Days?.ToString(CultureInfo.InvariantCulture)), If(printed.Disbursed, "lent " + Amount(row.Disbursed)),
        If(printed.Principal, Amount(row.Principal)), If(printed.Interest, Amount(row.Interest)), If(printed.Fees, Amount(row.Fees)),
        If(printed.Total, Amount(row.Total)), If(printed.Balance, Amount(row.Balance)),
    }.Where(part => part is not null));

    private static string Line(PublishedTotals sums, PublishedTotals printed) => string.Join(" ", new[]
    {
        If(printed.Principal, Amount(sums.Principal)), If(printed.Interest, Amount(sums.Interest)), If(printed.Fees, Amount(sums.Fees)), If(printed.Total, Amount(sums.Total)),
    }.Where(part => part is not null));

    private static string? If(object? printed, string? value) => printed is null ? null : value ?? "nothing";

    private static string Text(Money amount) => amount.Amount.ToString(CultureInfo.InvariantCulture);

    private static string? Amount(string? text) => text is null ? null : decimal.Parse(text, CultureInfo.InvariantCulture).ToString("F3", CultureInfo.InvariantCulture);

    private sealed record PublishedCase(
        string Name, string Source, ProposedTerms? Request, IReadOnlyList<PublishedRow>? Rows, PublishedTotals? Totals);

    private sealed record PublishedRow(
        int Number, DateOnly? From, DateOnly? Due, int? Days, string? Disbursed, string? Principal, string? Interest, string? Fees, string? Total, string? Balance);

    private sealed record PublishedTotals(string? Principal, string? Interest, string? Fees, string? Total);
}
