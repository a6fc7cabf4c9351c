using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Web.Lending;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tests.Lending;

/// <summary>What the restructuring dialog shows of a plan and of what it would do.</summary>
public sealed class RestructureDialogTests
{
    private static readonly Currency Kes = Currency.Of("KES");

    [Theory]
    [InlineData(RestructureKind.Reschedule, "restructure-due restructure-every restructure-unit restructure-count restructure-capitalise")]
    [InlineData(RestructureKind.ReAge, "restructure-due restructure-count restructure-capitalise")]
    [InlineData(RestructureKind.ReAmortize, "restructure-capitalise")]
    [InlineData(RestructureKind.Holiday, "restructure-periods restructure-runs restructure-capitalise")]
    [InlineData(RestructureKind.RateChange, "restructure-rate restructure-later restructure-from")]
    [InlineData(RestructureKind.TopUp, "restructure-amount restructure-count restructure-capitalise")]
    [InlineData(RestructureKind.Extension, "restructure-count restructure-capitalise")]
    public async Task Only_the_fields_of_the_chosen_way_are_seen_in_every_language(RestructureKind kind, string ids)
    {
        foreach (var language in new[] { "en", "sw", "ar" })
        {
            var form = new TypedRestructuring { Kind = kind, Later = true };

            var page = await Drawn<RestructureFields>(language, ("Form", form), ("Loan", Loan()), ("ErrorOf", new Func<string, string?>(_ => null)));

            Assert.Equal(ids.Split(' '), page.QuerySelectorAll("[id^=restructure-]").Select(one => one.Id).Where(id => !id!.EndsWith("-note", StringComparison.Ordinal)));
            Assert.DoesNotContain("Restructure", string.Concat(page.QuerySelectorAll("label, p, .hint, option, small").Select(one => one.TextContent)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_with_how_it_would_be_right()
    {
        var form = new TypedRestructuring { Kind = RestructureKind.Extension, [TypedRestructuring.Installments] = "2" };

        var page = await Drawn<RestructureFields>(
            "en", ("Form", form), ("Loan", Loan()), ("ErrorOf", new Func<string, string?>(field => field == TypedRestructuring.Installments ? "Too few." : null)));

        Assert.Equal("Too few. More than the 2 to come now.", page.QuerySelector("#restructure-count-note.error")!.TextContent.Trim());
    }

    [Fact]
    public async Task Old_stands_beside_new_day_by_day_and_the_difference_is_named_by_what_it_is_made_of()
    {
        PreviewedRow Row(int number, int month, long interest, long fees = 0) =>
            new(number, new DateOnly(2026, month, 1), new Money(100_000, Kes), new Money(interest, Kes), new Money(fees, Kes), new Money(0, Kes), new Money(0, Kes));
        PreviewedRow[] kept = [Row(1, 1, 3_000), Row(2, 2, 3_000)];
        var preview = new RestructurePreview(
            [.. kept, Row(3, 3, 3_000)], [.. kept, Row(4, 4, 4_500, 250)], new Money(1_750, Kes), new Money(0, Kes), new Money(0, Kes),
            new DateOnly(2026, 3, 1), new DateOnly(2026, 4, 1), new Money(104_750, Kes), new Money(100_000, Kes), 1, 7);

        var page = await Drawn<RestructureCompare>("en", ("Preview", preview));

        Assert.Equal("It costs KES\u00a017.50 more altogether.", page.QuerySelector("[role=status]")!.TextContent);
        Assert.Equal(["of it interest", "of it fees and tax", "Next installment", "Last installment"], page.QuerySelectorAll("dt").Select(one => one.TextContent));
        Assert.Equal(
            ["2 installments stay as they are", "1 Mar 2026|1,030.00|–", "1 Apr 2026|–|1,047.50"],
            page.QuerySelectorAll("#restructure-compare tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim()))));
        Assert.Equal("Altogether|3,090.00|3,107.50", string.Join('|', page.QuerySelectorAll("#restructure-compare tfoot th").Select(cell => cell.TextContent)));
    }

    private static async Task<IElement> Drawn<TComponent>(string language, params IEnumerable<(string Name, object Value)> values)
        where TComponent : IComponent
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(language), CultureInfo.GetCultureInfo(language));
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddCultures().BuildServiceProvider();
            await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
            var parameters = ParameterView.FromDictionary(values.ToDictionary(one => one.Name, object? (one) => one.Value));
            var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(parameters)).ToHtmlString());
            return new HtmlParser().ParseDocument(html).Body!;
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    // Two installments are to come.
    private static LoanPage Loan()
    {
        var (today, none) = (new DateOnly(2026, 1, 15), new Money(0, Kes));
        LoanRow Row(int number, RowState state) =>
            new(number, new DateOnly(2026, number, 1), new Money(100_000, Kes), none, none, none, none, none, none, none, state, 0, []);
        return new LoanPage
        {
            Id = new LoanId(Guid.CreateVersion7()), Number = "PL-000001", State = LoanState.Active, Standing = LoanStanding.Current, Today = today,
            Now = new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero), Zone = TimeZoneInfo.Utc, Price = new Money(350_000, Kes), Deposit = new Money(50_000, Kes),
            Principal = new Money(300_000, Kes), Total = new Money(300_000, Kes), Paid = new Money(100_000, Kes), Arrears = none, NextDueOn = new DateOnly(2026, 2, 1),
            NextDueAmount = new Money(100_000, Kes), LockOn = new DateOnly(2026, 2, 4), Accrued = none, Credit = none, Yearly = null, Further = [], MayHandOut = false, Restructured = null, DaysPastDue = 0,
            Method = InterestMethod.None, Rate = 0, Every = 1, Unit = RepayUnit.Months, GraceDays = 2, DisbursedOn = new DateOnly(2025, 12, 1),
            Customer = new LoanCustomer(new CustomerId(Guid.CreateVersion7()), "Amina", "+254•••", "•••01", null), DeviceId = new DeviceId(Guid.CreateVersion7()),
            Device = null, Rows = [Row(1, RowState.Paid), Row(2, RowState.Upcoming), Row(3, RowState.Upcoming)], Payments = [],
        };
    }
}
