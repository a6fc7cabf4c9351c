using System.Globalization;
using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>The promise: what is agreed to be handed out later is shown before it is agreed, and owed only once it is handed out.</summary>
public sealed class HandOutLater(Stage stage)
{
    [Fact]
    public async Task More_is_agreed_in_the_sale_and_owed_once_it_is_handed_out()
    {
        var jua = stage.Host.AddressOf("jua");
        var agent = await stage.Person(390);
        await agent.SignIn(jua, "agent@jua.test");
        await agent.Open(jua, "/sell");
        var sale = new SellPage(agent);
        await sale.Fill(Buyer.New("Halima Otieno"));
        await agent.ClickAsync("#later-add");
        await agent.FillAsync("#later-amount-0", "3000");
        await sale.Next();
        await Assertions.Expect(agent.Locator("#sale-further [role=alert]")).ToContainTextAsync("day and an amount");
        var today = DateOnly.ParseExact((await agent.GetAttributeAsync("#later-day-0", "min"))!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        await agent.FillAsync("#later-day-0", Day(today.AddDays(20)));
        await agent.ClickAsync("#later-add");
        await agent.FillAsync("#later-amount-1", "1500");
        await agent.FillAsync("#later-day-1", Day(today.AddDays(500)));
        await Assertions.Expect(agent.Locator("#sale-further [role=alert]")).ToContainTextAsync("do not go together");
        await agent.FillAsync("#later-day-1", Day(today.AddDays(45)));
        await Assertions.Expect(agent.Locator("#sale-further [role=alert]")).ToHaveCountAsync(0);
        await Picture(agent, "later-sale-390");
        await Assertions.Expect(agent.Locator(".until-desk[role=status]")).ToContainTextAsync("up to");
        Assert.Equal(0, await agent.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
        await sale.Next();
        await agent.Locator("#book").WaitForAsync();
        await Picture(agent, "later-confirm-390");
        await agent.ClickAsync("#book");
        await agent.Locator("[data-code]").WaitForAsync();
        var loan = await sale.LoanId();

        var desk = await stage.Person();
        await desk.SignIn(jua, "agent@jua.test");
        await desk.Open(jua, $"/loans/{loan}");
        await Assertions.Expect(desk.Locator("#further [data-further='Awaited']")).ToHaveCountAsync(2);
        await Assertions.Expect(desk.Locator("[data-balance='960000']")).ToBeVisibleAsync();
        await Picture(desk, "later-loan-1280");
        await desk.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Picture(desk, "later-loan-dark");
        await desk.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await desk.ClickAsync("[data-give='2']");
        await desk.FillAsync("#further-amount", "3000.01");
        await Confirm(desk);
        await Assertions.Expect(desk.Locator("dialog[open]")).ToContainTextAsync("lending.disbursement_too_much");
        await Picture(desk, "later-give-1280");
        await desk.FillAsync("#further-amount", "3000");
        await Confirm(desk);
        await Assertions.Expect(desk.Locator("#further [data-further='Given']")).ToHaveCountAsync(1);
        await Assertions.Expect(desk.Locator("[data-balance='1260000']")).ToBeVisibleAsync();
        await desk.ClickAsync("[data-cancel='3']");
        await desk.FillAsync("#decision-reason", "She found it cheaper");
        await Picture(desk, "later-cancel-1280");
        await desk.ClickAsync("dialog[open] .dialog-foot .button-danger");
        await Assertions.Expect(desk.Locator("#further [data-further='Cancelled']")).ToContainTextAsync("She found it cheaper");
        await Assertions.Expect(desk.Locator("[data-give], [data-cancel]")).ToHaveCountAsync(0);
        await Picture(desk, "later-done-1280");

        await desk.GotoAsync(new Uri(jua, $"/culture?to=ar&back=/loans/{loan}").ToString());
        await desk.Locator("#further [data-further='Given']").WaitForAsync();
        await Picture(desk, "later-done-ar");
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Task Confirm(IPage page) => page.ClickAsync("dialog[open] .dialog-foot .button-main");

    private static Task<byte[]> Picture(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"{name}.png"), FullPage = !name.Contains("give", StringComparison.Ordinal) && !name.Contains("cancel", StringComparison.Ordinal) });
}
