using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>The promise: whoever runs a shop sees how it stands, may take the figures away, and sees each day being closed.</summary>
public sealed class WatchTheFigures(Stage stage)
{
    [Fact]
    public async Task The_portfolio_is_narrowed_sorted_and_taken_away_as_it_is_seen()
    {
        var duka = await Merchant.Open(stage, "takwimu", "Takwimu Phones");
        var admin = await stage.Person();
        await admin.SignIn(duka.Host, duka.Admin);
        await Sold.To(stage, admin, "Nekesa Barasa", duka.Slug);
        await Sold.To(stage, admin, "Otieno Were", duka.Slug);
        await new GridPage(admin, duka.Host).Step("due");
        await new GridPage(admin, duka.Host).Step("week");
        // The past of a portfolio is counted every few minutes; a story does not wait for it.
        await duka.Count(stage);

        await admin.Open(duka.Host, "/portfolio");
        await Assertions.Expect(admin.Locator("[data-portfolio=now] a[href='/loans?standing=Late']")).ToContainTextAsync("2 loans are late");
        await admin.SelectOptionAsync("select[name=step]", "week");
        await admin.ClickAsync(".portfolio-bar button");
        await admin.WaitForURLAsync(url => url.Contains("step=week", StringComparison.Ordinal));
        await admin.WaitUntilLive();
        var days = admin.Locator(".figures").First.Locator("tbody tr");
        Assert.True(await days.CountAsync() >= 4, "the ends of weeks since the sale");
        var day = admin.Locator(".figures").First.Locator("th").First;
        foreach (var order in new[] { "descending", "ascending" })
        {
            await day.Locator("a").ClickAsync();
            await Assertions.Expect(day).ToHaveAttributeAsync("aria-sort", order);
        }

        await admin.Picture("portfolio-weeks-1280", whole: true);

        var file = await admin.RunAndWaitForDownloadAsync(() => admin.Locator("a[href*='table=ageing'][download]").ClickAsync());
        var lines = (await File.ReadAllTextAsync(await file.PathAsync())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("day,current,days_1_30,", lines[0].TrimStart('\ufeff'), StringComparison.Ordinal);
        Assert.Equal(await days.CountAsync(), lines.Length - 1);
        Assert.Equal(lines.Skip(1).Order(StringComparer.Ordinal), lines.Skip(1));

        var phone = await stage.Person(390);
        await phone.SignIn(duka.Host, duka.Admin);
        await phone.OpenIn("ar", duka.Host, "/portfolio?step=week");
        await phone.Picture("portfolio-weeks-390-ar", whole: true);
        var dark = await stage.Person(dark: true);
        await dark.SignIn(duka.Host, duka.Admin);
        await dark.Open(duka.Host, "/portfolio?step=week");
        await dark.Picture("portfolio-weeks-dark", whole: true);
    }

    [Fact]
    public async Task A_day_is_closed_before_ones_eyes_and_a_loan_that_failed_is_tried_again()
    {
        var duka = await Merchant.Open(stage, "fundi", "Fundi Phones");
        var admin = await stage.Person();
        await admin.SignIn(duka.Host, duka.Admin);
        var sold = await Sold.To(stage, admin, "Atieno Odhiambo", duka.Slug, rate: "24");
        await Sold.To(stage, admin, "Wafula Simiyu", duka.Slug, rate: "24");
        await duka.Behind(stage, $$"""
            create function {s}.refuse() returns trigger language plpgsql as $f$ begin if new.id = '{{sold.Loan}}' then raise exception 'the row cannot be written'; end if; return new; end $f$;
            create trigger refuse before update on {s}.loans for each row execute function {s}.refuse();
            """);

        await admin.Open(duka.Host, "/settings/day-close");
        await new GridPage(admin, duka.Host).Step("day");
        var row = admin.Locator("tr[data-loan]");
        await Assertions.Expect(row).ToHaveCountAsync(1, new() { Timeout = 40_000 });
        await Assertions.Expect(row).ToContainTextAsync("the row cannot be written");
        await Assertions.Expect(admin.Locator("[data-close=finished] .meter")).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await admin.Picture("day-close-failed-1280", whole: true);
        var phone = await stage.Person(390, dark: true);
        await phone.SignIn(duka.Host, duka.Admin);
        await phone.OpenIn("ar", duka.Host, "/settings/day-close");
        await phone.Picture("day-close-failed-390-ar-dark", whole: true);

        await admin.FillAsync(".list-bar input[name=q]", "nothing like it");
        await admin.PressAsync(".list-bar input[name=q]", "Enter");
        await Assertions.Expect(row).ToHaveCountAsync(0);
        await admin.Open(duka.Host, "/settings/day-close?sort=-attempts&q=cannot+be");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        var file = await admin.RunAndWaitForDownloadAsync(() => admin.Locator("a[href*='table=failures'][download]").ClickAsync());
        Assert.Contains("the row cannot be written", await File.ReadAllTextAsync(await file.PathAsync()), StringComparison.Ordinal);

        await duka.Behind(stage, "drop trigger refuse on {s}.loans");
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0, new() { Timeout = 40_000 });
        await admin.Open(duka.Host, $"/loans/{sold.Loan}");
        await Assertions.Expect(admin.Locator("main")).ToContainTextAsync("Atieno Odhiambo");
        await Assertions.Expect(admin.Locator(".timeline")).ToContainTextAsync("taken up again", new() { IgnoreCase = true });
    }
}
