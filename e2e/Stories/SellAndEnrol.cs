using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>An agent sells a phone at the counter; the page turns green when the phone has enrolled.</summary>
public sealed class SellAndEnrol(Stage stage)
{
    [Fact]
    public async Task An_agent_sells_a_phone_and_sees_it_enrol_without_touching_the_page()
    {
        var jua = stage.Host.AddressOf("jua");
        var page = await stage.Person();
        await page.SignIn(jua, "agent@jua.test");
        await page.Open(jua, "/sell");
        var (sale, buyer) = (new SellPage(page), Buyer.New("Wambui Njoroge"));

        await sale.Fill(buyer);
        await page.Locator("table tbody tr").Nth(3).WaitForAsync();
        var code = await sale.Book();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "sell-code.png") });
        var phone = await Phone.Enrol(stage.Host.Devices, jua, code, buyer.Imei);
        await sale.WaitForPhone();

        await phone.Shows("active");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "sell-enrolled.png") });
    }

    [Fact]
    public async Task A_wrong_IMEI_is_named_at_its_field_and_nothing_is_lost()
    {
        var jua = stage.Host.AddressOf("jua");
        var page = await stage.Person(390);
        await page.SignIn(jua, "agent@jua.test");
        await page.Open(jua, "/sell");
        var sale = new SellPage(page);
        var buyer = Buyer.New("Peter Kariuki");

        await page.FillAsync("#name", buyer.Name);
        await page.FillAsync("#phone", buyer.Phone);
        await page.FillAsync("#national-id", buyer.NationalId);
        await sale.Next();
        await page.FillAsync("#model", "Tecno Spark 30");
        await page.FillAsync("#imei", buyer.Imei[..14] + (char)('0' + ((buyer.Imei[14] - '0' + 1) % 10)));
        await sale.Next();

        await Assertions.Expect(page.Locator("#imei-note")).ToContainTextAsync("IMEI");
        await page.FillAsync("#imei", buyer.Imei);
        await sale.Next();
        await page.Locator("#price").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "sell-plan-390.png"), FullPage = true });
    }

    [Fact]
    public async Task A_sale_half_made_is_not_left_by_mistake_and_survives_a_reload_and_so_does_the_code_it_ends_with()
    {
        var jua = stage.Host.AddressOf("jua");
        var page = await stage.Person(1024);
        await page.SignIn(jua, "agent@jua.test");
        await page.Open(jua, "/sell");
        var (sale, buyer) = (new SellPage(page), Buyer.New("Halima Yusuf"));
        await sale.Fill(buyer);
        await page.FillAsync("#price", "");
        await page.Locator("#price").PressSequentiallyAsync("12500", new() { Delay = 3 });
        await Assertions.Expect(page.Locator(".until-desk")).ToContainTextAsync("12,500");

        var asked = Leave(page);
        var click = page.ClickAsync(".rail a[href='/devices']");
        await (await asked.WaitAsync(TimeSpan.FromSeconds(10))).DismissAsync();
        await click;
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(jua, "/sell").ToString());
        await Assertions.Expect(page.Locator("#price")).ToHaveValueAsync("12500");

        asked = Leave(page);
        var reload = page.ReloadAsync();
        await (await asked.WaitAsync(TimeSpan.FromSeconds(10))).AcceptAsync();
        await reload;
        await Assertions.Expect(page.Locator("#price")).ToHaveValueAsync("12500");
        await page.FillAsync("#deposit", "2,4oo");
        await Assertions.Expect(page.Locator("#deposit-note")).ToContainTextAsync("number");
        await Assertions.Expect(page.Locator("#deposit")).ToHaveValueAsync("2,4oo");
        await page.FillAsync("#deposit", "2400");
        await sale.Next();
        await page.Locator("#book").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "sell-confirm-1024.png"), FullPage = true });
        await page.ClickAsync("#book");
        var code = await page.Locator("[data-code]").GetAttributeAsync("data-code");

        await page.ReloadAsync();
        await page.Locator("#new-code").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "sell-code-open.png") });
        var phone = await Phone.Enrol(stage.Host.Devices, jua, code!, buyer.Imei);
        await sale.WaitForPhone();
        await phone.Shows("active");
    }

    private static Task<IDialog> Leave(IPage page)
    {
        var asked = new TaskCompletionSource<IDialog>();
        page.Dialog += Asked;
        return asked.Task;

        void Asked(object? sender, IDialog dialog)
        {
            page.Dialog -= Asked;
            asked.SetResult(dialog);
        }
    }
}
