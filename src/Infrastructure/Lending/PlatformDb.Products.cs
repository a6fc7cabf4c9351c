using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of loan products.</content>
public sealed partial class PlatformDb : IProductsDb
{
    DbSet<LoanProduct> IProductsDb.Products => Set<LoanProduct>();

    async Task<LoanProduct?> IProductsDb.LockProduct(ProductId id, CancellationToken ct) =>
        await Ids("select id from loan_products where id = $1 for update", ct, id.Value) is []
            ? null
            : await Set<LoanProduct>().SingleAsync(product => product.Id == id, ct);
}
