using Paylatch.Application.Compliance;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Makes a product, on sale at once.</summary>
[Allow(Permission.ManageTenant)]
public sealed class CreateProduct(IProductsDb db, ILimitsDb limits, TenantInfo tenant, TenantClock clock)
{
    /// <summary>Its id.</summary>
    /// <exception cref="Refusal">A code naming the field; <c>compliance.*</c> for what the law forbids.</exception>
    public async Task<ProductId> Handle(ProductContent content, CancellationToken ct)
    {
        (await limits.InForce(ct)).Require(content);
        var product = LoanProduct.Create(new ProductId(clock.NewId()), tenant.Currency, content, clock.Today, clock.Now);
        db.Products.Add(product);
        return product.Id;
    }
}
