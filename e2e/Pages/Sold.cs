using Microsoft.Playwright;

namespace Paylatch.E2E.Pages;

/// <summary>A phone sold and enrolled: where the other stories begin.</summary>
/// <param name="Buyer">Who bought it.</param>
/// <param name="Phone">The simulated phone.</param>
/// <param name="Loan">The loan's id.</param>
public sealed record Sold(Buyer Buyer, Phone Phone, Guid Loan)
{
    /// <summary>Sells a phone in the browser of a signed-in admin and enrols it.</summary>
    /// <param name="stage">The running system.</param>
    /// <param name="admin">The admin's browser.</param>
    /// <param name="name">Who buys.</param>
    /// <param name="tenant">The merchant.</param>
    /// <param name="rate">Percent a year on what is owed; without interest when left out.</param>
    public static async Task<Sold> To(Stage stage, IPage admin, string name, string tenant = "jua", string? rate = null)
    {
        var host = stage.Host.AddressOf(tenant);
        await admin.Open(host, "/sell");
        var (sale, buyer) = (new SellPage(admin), Buyer.New(name));
        await sale.Fill(buyer);
        if (rate is not null) await sale.Charge(rate);
        var code = await sale.Book();
        var phone = await Phone.Enrol(stage.Host.Devices, host, code, buyer.Imei);
        await sale.WaitForPhone();
        return new Sold(buyer, phone, await sale.LoanId());
    }
}
