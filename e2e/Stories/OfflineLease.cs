using Paylatch.E2E.Pages;

namespace Paylatch.E2E.Stories;

/// <summary>A phone without network locks itself when what is paid for runs out, and opens by itself once it hears of the money.</summary>
public sealed class OfflineLease(Stage stage)
{
    [Fact]
    public async Task A_phone_that_is_offline_locks_itself_when_its_lease_runs_out_and_frees_itself_after_payment()
    {
        var nuru = stage.Host.AddressOf("nuru");
        var admin = await stage.Person();
        await admin.SignIn(nuru, "admin@nuru.test");
        var sold = await Sold.To(stage, admin, "Mumbua Mutiso", "nuru");
        var grid = new GridPage(admin, nuru);
        await grid.Open(sold.Buyer.Imei);
        await grid.Shows(sold.Phone.Id, "active");
        await sold.Phone.Network(on: false);

        await grid.Step("due");
        await grid.Step("week");

        await sold.Phone.Shows("locked");
        Assert.Equal(("locked", "lease"), await sold.Phone.Face());

        await admin.Open(nuru, $"/loans/{sold.Loan}");
        await admin.TakeCash();
        Assert.Equal("locked", (await sold.Phone.Face()).State);
        await sold.Phone.Network(on: true);
        await sold.Phone.Shows("active");
        await grid.Open(sold.Buyer.Imei);
        await grid.Shows(sold.Phone.Id, "active");
    }
}
