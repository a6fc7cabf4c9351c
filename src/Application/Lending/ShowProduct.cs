using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Shows a product as it is now.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowProduct(IProductsDb db)
{
    /// <summary>The product.</summary>
    /// <exception cref="Refusal"><c>lending.product_not_found</c></exception>
    public async Task<ProductRow> Handle(ProductId id, CancellationToken ct) =>
        await db.Products.AsNoTracking().Where(product => product.Id == id).Select(ProductRow.Of).SingleOrDefaultAsync(ct)
        ?? throw LendingRefusals.ProductNotFound();
}
