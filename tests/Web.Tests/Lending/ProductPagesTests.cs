using System.Net;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Web.Tests.Identity;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>Products as pages and for programs.</summary>
public sealed class ProductPagesTests(StripeBench bench) : IClassFixture<StripeBench>
{
    private static readonly ProductContent Laptop = new(
        "Laptop 12 months", "For students",
        new ProductTerms
        {
            Template = new() { InterestMethod = "declining", AnnualRatePercent = 24, Installments = 12, FeePerInstallment = "50" },
            LeastInstallments = 6, MostInstallments = 18, LeastDepositPercent = 20, GraceDays = 3, ExamplePrice = "60000",
        },
        new LoanPolicy(penalty: new PenaltyPolicy(PenaltyKind.Flat, amountMinor: 10_050)));

    [Fact]
    public async Task A_program_reads_products_with_terms_it_can_preview()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var id = (await web.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(Laptop, default))).Value;

        var listed = (await Get(web, "api/v1/products")).Body.GetProperty("products");
        var one = (await Get(web, $"api/v1/products/{id}")).Body;

        Assert.Equal(one.GetRawText(), Assert.Single(listed.EnumerateArray()).GetRawText());
        Assert.Equal(("Laptop 12 months", "active", 1), (one.GetProperty("name").GetString(), one.GetProperty("state").GetString(), one.GetProperty("version").GetInt32()));
        Assert.Equal((6, 18), (one.GetProperty("installments").GetProperty("least").GetInt32(), one.GetProperty("installments").GetProperty("most").GetInt32()));
        Assert.Equal(("flat", "100.50"), (one.GetProperty("penalty").GetProperty("kind").GetString(), one.GetProperty("penalty").GetProperty("amount").GetString()));
        Assert.Equal("pastDuePenalty", one.GetProperty("allocation").GetProperty("order")[0].GetString());
        Assert.False(one.GetProperty("terms").TryGetProperty("principal", out _));
        var terms = one.GetProperty("terms").Deserialize<ProposedTerms>(JsonSerializerOptions.Web)! with { Principal = "48000" };
        Assert.Equal(12, (await web.Run(Role.ApiKey, (PreviewLoan u) => u.Handle(terms, default))).Value.Schedule.Rows.Count);
    }

    [Fact]
    public async Task Nobody_reads_products_of_another_merchant_or_without_a_key()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var soko = await web.NewTenant("soko");
        var id = (await web.Run(Role.MerchantAdmin, (CreateProduct u) => u.Handle(Laptop, default), soko)).Value;

        var foreign = await Get(web, $"api/v1/products/{id}");
        var nobody = await web.Open(Role.Visitor).Get("api/v1/products", "application/json");

        Assert.Equal((404, "lending.product_not_found"), (foreign.Status, foreign.Body.GetProperty("code").GetString()));
        Assert.Empty((await Get(web, "api/v1/products")).Body.GetProperty("products").EnumerateArray());
        Assert.Equal(401, nobody.Item1);
    }

    [Fact]
    public async Task The_pages_of_products_are_drawn_with_a_schedule_from_the_start()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);

        var (status, list, _) = await browser.Get("/settings/products");
        var (_, editor, _) = await browser.Get("/settings/products/new");
        var (_, none, _) = await browser.Get($"/settings/products/{Guid.NewGuid()}");
        var (_, settings, _) = await browser.Get("/settings");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotNull(list.QuerySelector(".blank a[href='/settings/products/new']"));
        Assert.NotNull(list.QuerySelector("#mostPenaltyPercentOfPrincipal"));
        Assert.Equal("12", editor.QuerySelector("#installments")?.GetAttribute("value"));
        Assert.Equal(12, editor.QuerySelectorAll(".buckets li").Length);
        Assert.Equal(12, editor.QuerySelectorAll(".schedule-chart tbody tr").Length);
        Assert.Contains("lending.product_not_found", none.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(settings.QuerySelector("a[href='/settings/products']"));
    }

    private static async Task<(int Status, JsonElement Body)> Get(PayWeb web, string path)
    {
        var (status, _, _, bytes) = await web.Open(Role.ApiKey).Get(path, "application/json");
        return (status, JsonDocument.Parse(bytes).RootElement);
    }
}
