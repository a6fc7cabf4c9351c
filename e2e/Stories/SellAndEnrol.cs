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
}
