using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Paylatch.E2E.Pages;

/// <summary>What is sold to whom.</summary>
/// <param name="Name">The customer.</param>
/// <param name="Phone">Their phone number.</param>
/// <param name="NationalId">Their national id.</param>
/// <param name="Imei">The phone's IMEI.</param>
public sealed record Buyer(string Name, string Phone, string NationalId, string Imei)
{
    private static int _count;

    /// <summary>Somebody nobody has sold to yet.</summary>
    public static Buyer New(string name)
    {
        var n = Interlocked.Increment(ref _count);
        return new Buyer(name, string.Create(CultureInfo.InvariantCulture, $"+2547220{n:00000}"), $"{31_000_000 + n}", ImeiOf(n));
    }

    // A type allocation code in use, a running number, and the check digit (Luhn).
    private static string ImeiOf(int n)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"35172110{n:000000}");
        var sum = body.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 2)).Sum(d => d > 9 ? d - 9 : d);
        return body + ((10 - (sum % 10)) % 10).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>The sale of one device, step by step.</summary>
public sealed partial class SellPage(IPage page)
{
    /// <summary>Fills the steps up to the confirmation, with a plan of its own.</summary>
    public async Task Fill(Buyer buyer, string price = "12000", string deposit = "2400", string installments = "4", string grace = "2")
    {
        await Begin(buyer);
        await page.CheckAsync("#own-plan");
        await page.FillAsync("#price", price);
        await page.FillAsync("#deposit", deposit);
        await page.FillAsync("#installments", installments);
        await page.FillAsync("#grace", grace);
    }

    /// <summary>Lets what is owed bear interest.</summary>
    public async Task Charge(string rate)
    {
        await page.CheckAsync("input[name=method][value=Declining]");
        await page.FillAsync("#rate", rate);
    }

    /// <summary>Fills the steps before the plan: who buys, and what.</summary>
    public async Task Begin(Buyer buyer)
    {
        await page.FillAsync("#name", buyer.Name);
        await page.FillAsync("#phone", buyer.Phone);
        await page.FillAsync("#national-id", buyer.NationalId);
        await Next();
        await page.FillAsync("#model", "Tecno Spark 30");
        await page.FillAsync("#imei", buyer.Imei);
        await Next();
    }

    /// <summary>Confirms the plan, books, and answers the enrolment code shown.</summary>
    public async Task<string> Book()
    {
        await Next();
        await page.ClickAsync("#book");
        var code = page.Locator("[data-code]");
        await code.WaitForAsync();
        return (await code.GetAttributeAsync("data-code"))!;
    }

    /// <summary>Waits for the sign that the phone has enrolled, on the open page.</summary>
    public Task WaitForPhone() => page.Locator("[data-enrolled='true']").WaitForAsync();

    /// <summary>The loan's id, from the button that leads to it.</summary>
    public async Task<Guid> LoanId() =>
        Guid.Parse(Id().Match((await page.Locator("a[href^='/loans/']").First.GetAttributeAsync("href"))!).Value);

    /// <summary>Goes on to the next step.</summary>
    public Task Next() => page.Locator(".step form button[type=submit]:visible, .step .button-main:visible").First.ClickAsync();

    [GeneratedRegex("[0-9a-f-]{36}")]
    private static partial Regex Id();
}
