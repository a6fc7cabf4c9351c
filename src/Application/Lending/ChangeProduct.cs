using Paylatch.Application.Compliance;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Makes a new version of a product. Of two people who changed the same version, the second is refused.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ChangeProduct(IProductsDb db, ILimitsDb limits, TenantClock clock)
{
    /// <summary>The change.</summary>
    /// <param name="Product">The product.</param>
    /// <param name="Version">The version that was looked at.</param>
    /// <param name="Content">What it is made of from now on.</param>
    public sealed record Command(ProductId Product, int Version, ProductContent Content);

    /// <summary>The new version.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.product_not_found</c>, <c>lending.product_archived</c>, <c>lending.product_changed_meanwhile</c>, or a code naming the field.
    /// </exception>
    public async Task<int> Handle(Command c, CancellationToken ct)
    {
        var product = await db.LockProduct(c.Product, ct) ?? throw LendingRefusals.ProductNotFound();
        product.RequireOnSale(c.Version);
        (await limits.InForce(ct)).Require(c.Content);
        product.Change(c.Version, c.Content, clock.Today, clock.Now);
        return product.Version;
    }
}
