using Paylatch.Application.Compliance;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Reckons the example of a product while it is written: its own terms, its example price, the least deposit. Nothing is stored.</summary>
[Allow(Permission.ManageTenant)]
public sealed class PreviewProduct(ILimitsDb limits, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The schedule.</summary>
    /// <exception cref="Refusal">A code naming the field, as saving would refuse it; the name is not looked at.</exception>
    public async Task<SchedulePreview> Handle(ProductContent content, CancellationToken ct)
    {
        content.Terms.Require(tenant.Currency, clock.Today);
        (await limits.InForce(ct)).Require(content);
        var price = Money.Parse(content.Terms.ExamplePrice, tenant.Currency, "examplePrice");
        return SchedulePreview.Of(content.Terms.Agree(price, content.Terms.LeastDeposit(price), null, null, clock.Today));
    }
}
