using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>With what a sale begins: the tenant's currency and day, and a plan to change.</summary>
[Allow(Permission.Sell)]
public sealed class StartSale(IProductsDb products, TenantInfo tenant, TenantClock clock)
{
    /// <summary>With what it begins.</summary>
    /// <param name="Currency">The tenant's currency.</param>
    /// <param name="Today">The tenant's today.</param>
    /// <param name="CallingCode">The calling code of its country; null when not known.</param>
    /// <param name="Plan">A plan without prices.</param>
    /// <param name="Key">The booking's key.</param>
    /// <param name="Products">The products on sale, by name.</param>
    public sealed record Start(Currency Currency, DateOnly Today, string? CallingCode, Plan Plan, string Key, IReadOnlyList<ProductRow> Products);

    /// <summary>Begins a sale; nothing is stored.</summary>
    public async Task<Start> Handle(CancellationToken ct)
    {
        var onSale = await products.Products.AsNoTracking().Where(product => product.State == ProductState.Active)
            .OrderBy(product => product.Name).ThenBy(product => product.Id).Take(ListProducts.Most).Select(ProductRow.Of).ToListAsync(ct);
        var plan = new Plan(0, 0, 12, 1, RepayUnit.Months, InterestMethod.None, 0, 3);
        return new Start(tenant.Currency, clock.Today, CallingCodes.Of(tenant), plan, clock.NewId().ToString(), onSale);
    }
}
