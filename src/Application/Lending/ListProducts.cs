using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>A product as it is now.</summary>
/// <param name="Id">The product.</param>
/// <param name="Name">What sellers call it.</param>
/// <param name="Description">One line about it; empty for none.</param>
/// <param name="State">Whether it is sold.</param>
/// <param name="Version">Its newest version.</param>
/// <param name="Currency">The currency of its amounts.</param>
/// <param name="Terms">Its terms, and what a seller may change of them.</param>
/// <param name="Policy">What is agreed besides.</param>
/// <param name="ChangedAt">When this version was made.</param>
public sealed record ProductRow(
    ProductId Id, string Name, string Description, ProductState State, int Version, Currency Currency, ProductTerms Terms, LoanPolicy Policy,
    DateTimeOffset ChangedAt)
{
    /// <summary>From a product.</summary>
    internal static Expression<Func<LoanProduct, ProductRow>> Of { get; } = product => new ProductRow(
        product.Id, product.Name, product.Description, product.State, product.Version, product.Currency, product.Terms, product.Policy, product.ChangedAt);
}

/// <summary>Lists the products: those on sale first, by name.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListProducts(IProductsDb db)
{
    /// <summary>The most that are listed.</summary>
    public const int Most = 200;

    /// <summary>The products.</summary>
    public async Task<IReadOnlyList<ProductRow>> Handle(CancellationToken ct) =>
        await db.Products.AsNoTracking().OrderBy(product => product.State).ThenBy(product => product.Name).ThenBy(product => product.Id)
            .Take(Most).Select(ProductRow.Of).ToListAsync(ct);
}
