using Microsoft.Playwright;
using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>An installment is missed; reminders go out, grace ends, and the phone locks by itself.</summary>
public sealed class MissAndLock(Stage stage)
{
    [Fact]
    public async Task A_missed_installment_reminds_warns_and_locks_with_the_reason_on_record()
    {
        // A merchant of this story's own: its next due date is this loan's.
        var umeme = stage.Host.AddressOf("umeme");
        var admin = await stage.Person();
        await admin.SignIn(umeme, "admin@umeme.test");
        await admin.GotoAsync(new Uri(umeme, "/culture?to=en&back=/today").ToString());
        var sold = await Sold.To(stage, admin, "Chebet Langat", "umeme");
        var grid = new GridPage(admin, umeme);
        await grid.Open(sold.Buyer.Imei);
        await grid.Shows(sold.Phone.Id, "active");

        // First due after a month by default; two days of grace; the day after that it locks.
        await grid.Step("due");
        await grid.Step("day", times: 2);
        await sold.Phone.Shows("active");
        await grid.Step("day", times: 2);
        await grid.Shows(sold.Phone.Id, "locked");

        await sold.Phone.Shows("locked");
        await admin.Open(umeme, $"/loans/{sold.Loan}");
        await Assertions.Expect(admin.Locator(".timeline")).ToContainTextAsync("grace");
        await admin.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "loan-locked.png"), FullPage = true });
    }
}
