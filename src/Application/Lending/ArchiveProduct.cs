using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Takes a product out of sale, or puts it back. Loans booked by it go on as they are. Done again, it stays done.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ArchiveProduct(IProductsDb db)
{
    /// <summary>What becomes of it.</summary>
    /// <param name="Product">The product.</param>
    /// <param name="Back">True to put it back on sale.</param>
    public sealed record Command(ProductId Product, bool Back = false);

    /// <summary>Its state now.</summary>
    /// <exception cref="Refusal"><c>lending.product_not_found</c></exception>
    public async Task<ProductState> Handle(Command c, CancellationToken ct)
    {
        var product = await db.LockProduct(c.Product, ct) ?? throw LendingRefusals.ProductNotFound();
        if (c.Back) product.Reopen();
        else product.Archive();
        return product.State;
    }
}
