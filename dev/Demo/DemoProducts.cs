using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Demo;

/// <summary>The demo's loan products, one of each kind a merchant would want; made once, through the same use case as everybody's.</summary>
public sealed class DemoProducts(DemoHost host)
{
    // What each is called in English, Swahili and Arabic, in the order they are made.
    private static readonly (string En, string Sw, string Ar)[] Names =
    [
        ("Phone 12 weeks flat", "Simu wiki 12 riba bapa", "هاتف 12 أسبوعاً بفائدة ثابتة"),
        ("Solar pay-as-you-go per day", "Sola lipa kwa siku", "طاقة شمسية بالدفع اليومي"),
        ("Laptop 12 months declining", "Kompyuta miezi 12 riba inayopungua", "حاسوب 12 شهراً بفائدة متناقصة"),
        ("Harvest seasonal", "Msimu wa mavuno", "موسم الحصاد"),
    ];

    private readonly Operations _operations = host.Services.GetRequiredService<Operations>();

    /// <summary>The product a kind of device is sold by.</summary>
    public static string NameFor(DeviceKind kind, string culture) => In(culture, kind switch
    {
        DeviceKind.Phone => 0,
        DeviceKind.SolarKit => 1,
        DeviceKind.Laptop => 2,
        _ => 3,
    });

    /// <summary>Makes them where there are none.</summary>
    public async Task Ensure(DemoTenant demo, TenantInfo tenant, CancellationToken ct)
    {
        var admin = new Caller(tenant.Id, Role.MerchantAdmin, "demo", "demo");
        if ((await _operations.Run(admin, (ListProducts u) => u.Handle(ct), ct)).Value.Count > 0) return;
        foreach (var content in All(demo)) _ = (await _operations.Run(admin, (CreateProduct u) => u.Handle(content, ct), ct)).Value;
    }

    private static IEnumerable<ProductContent> All(DemoTenant demo)
    {
        string Of(decimal units) => (units * DemoSales.Rates[demo.Currency]).ToString(CultureInfo.InvariantCulture);
        var late = new LoanPolicy(penalty: new PenaltyPolicy(PenaltyKind.Percent, percent: 2, graceDays: 2, maxCount: 3, maxPercentOfPrincipal: 10));
        yield return new(In(demo.Culture, 0), null, new ProductTerms
        {
            Template = new() { InterestMethod = "flat", AnnualRatePercent = 24, Installments = 12, RepayUnit = "weeks", DaysInYear = "364", InstallmentMultipleOf = Of(0.1m) },
            LeastInstallments = 8, MostInstallments = 26, LeastDepositPercent = 20, GraceDays = 3, ExamplePrice = Of(150),
        }, late);
        yield return new(In(demo.Culture, 1), null, new ProductTerms
        {
            Template = new() { Amortization = "perDay", RepayUnit = "weeks", DayPrice = Of(0.6m) },
            LeastDepositPercent = 20, GraceDays = 3, ExamplePrice = Of(240),
        }, new LoanPolicy(inAdvance: AdvanceHandling.NextInstallment));
        yield return new(In(demo.Culture, 2), null, new ProductTerms
        {
            Template = new()
            {
                InterestMethod = "declining", AnnualRatePercent = 28, Installments = 12, RepayUnit = "months", InterestCalculation = "perPeriod",
                DaysInYear = "365", FeePerInstallment = Of(0.5m), TaxOnFeesPercent = 16, NonWorkingDays = "nextInMonth", Weekend = ["sunday"],
            },
            LeastInstallments = 6, MostInstallments = 24, LeastRatePercent = 24, MostRatePercent = 32, LeastDepositPercent = 20, GraceDays = 5, ExamplePrice = Of(420),
        }, new LoanPolicy(inAdvance: AdvanceHandling.Reamortize, penalty: late.Penalty));
        yield return new(In(demo.Culture, 3), null, new ProductTerms
        {
            Template = new()
            {
                InterestMethod = "declining", AnnualRatePercent = 20, Installments = 6, RepayUnit = "months", DaysInYear = "365", SeasonMonths = [1, 2, 7, 8],
                Amortization = "equalPrincipal",
            },
            LeastDepositPercent = 20, GraceDays = 10, ExamplePrice = Of(310),
        }, late);
    }

    private static string In(string culture, int n) => culture switch { "sw" => Names[n].Sw, "ar" => Names[n].Ar, _ => Names[n].En };
}
