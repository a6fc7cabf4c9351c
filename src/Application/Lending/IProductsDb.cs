using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Loan products.</summary>
public interface IProductsDb
{
    /// <summary>The products as they are now.</summary>
    DbSet<LoanProduct> Products { get; }

    /// <summary>Locks a product's row until the transaction ends, then reads it as it is now; null when there is none.</summary>
    Task<LoanProduct?> LockProduct(ProductId id, CancellationToken ct);
}
