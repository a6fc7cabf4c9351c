using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Products;

/// <summary>Whether a product is sold.</summary>
public enum ProductState
{
    /// <summary>It can be sold.</summary>
    Active,

    /// <summary>It is sold no more; loans made by it go on.</summary>
    Archived,
}

/// <summary>What a product is made of.</summary>
/// <param name="Name">What sellers call it, 2 to 60 characters.</param>
/// <param name="Description">One line about it, at most 200 characters; may be left out.</param>
/// <param name="Terms">The terms and what a seller may change of them.</param>
/// <param name="Policy">How payments are given, what being late costs, what an early payoff asks.</param>
public sealed record ProductContent(string? Name, string? Description, ProductTerms Terms, LoanPolicy Policy);

/// <summary>
/// A way of selling on installments, with terms that are known to work: its example schedule has been reckoned. A change
/// makes a new version; loans keep the version, and the whole contract, they were booked with.
/// </summary>
public sealed class LoanProduct : Entity
{
    private readonly List<ProductVersion> _versions = [];

    private LoanProduct()
    {
    }

    /// <summary>Its id.</summary>
    public ProductId Id { get; private set; }

    /// <summary>What sellers call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>One line about it; empty for none.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Whether it is sold.</summary>
    public ProductState State { get; private set; }

    /// <summary>The number of its newest version, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>The currency of its amounts.</summary>
    public Currency Currency { get; private set; }

    /// <summary>The terms of its newest version.</summary>
    public ProductTerms Terms { get; private set; } = new();

    /// <summary>The policy of its newest version.</summary>
    public LoanPolicy Policy { get; private set; } = LoanPolicy.Default;

    /// <summary>When its newest version was made.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Versions made since it was read.</summary>
    public IReadOnlyList<ProductVersion> Versions => _versions;

    /// <summary>Makes a product.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="currency">The currency of its amounts.</param>
    /// <param name="content">What it is made of.</param>
    /// <param name="on">The day its example is reckoned from.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="Refusal">A code naming the field.</exception>
    public static LoanProduct Create(ProductId id, Currency currency, ProductContent content, DateOnly on, DateTimeOffset at)
    {
        var product = new LoanProduct { Id = id, Currency = currency };
        product.Take(content, on, at);
        product.Raise(new ProductCreated(id, product.Version));
        return product;
    }

    /// <summary>Makes a new version.</summary>
    /// <param name="seen">The version that was looked at when the change was written.</param>
    /// <param name="content">What it is made of from now on.</param>
    /// <param name="on">The day its example is reckoned from.</param>
    /// <param name="at">Now.</param>
    /// <exception cref="Refusal"><c>lending.product_changed_meanwhile</c>, <c>lending.product_archived</c>, or a code naming the field.</exception>
    public void Change(int seen, ProductContent content, DateOnly on, DateTimeOffset at)
    {
        RequireActive();
        if (seen != Version) throw LendingRefusals.ProductChangedMeanwhile();
        Take(content, on, at);
        Raise(new ProductChanged(Id, Version));
    }

    /// <summary>Takes it out of sale; again, nothing happens.</summary>
    public void Archive()
    {
        if (State == ProductState.Archived) return;
        State = ProductState.Archived;
        Raise(new ProductArchived(Id, Version));
    }

    /// <summary>Puts it back on sale as it was; again, nothing happens.</summary>
    public void Reopen()
    {
        if (State == ProductState.Active) return;
        State = ProductState.Active;
        Raise(new ProductReopened(Id, Version));
    }

    /// <summary>Requires that it can be sold as it was looked at.</summary>
    /// <exception cref="Refusal"><c>lending.product_archived</c>, <c>lending.product_changed_meanwhile</c></exception>
    public void RequireOnSale(int seen)
    {
        RequireActive();
        if (seen != Version) throw LendingRefusals.ProductChangedMeanwhile();
    }

    private void RequireActive()
    {
        if (State == ProductState.Archived) throw LendingRefusals.ProductArchived();
    }

    private void Take(ProductContent content, DateOnly on, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (name, description) = (content.Name?.Trim() ?? "", content.Description?.Trim() ?? "");
        if (name.Length is < 2 or > 60) throw LendingRefusals.ProductNameInvalid();
        if (description.Length > 200) throw LendingRefusals.ProductDescriptionTooLong();
        content.Terms.Require(Currency, on);
        (Name, Description, Terms, Policy, ChangedAt) = (name, description, content.Terms, content.Policy, at);
        Version++;
        _versions.Add(new ProductVersion(Id, Version, Name, Terms, Policy, at));
    }
}

/// <summary>A product as it was from one change to the next; never changed, so that what a loan was sold by can be looked up.</summary>
public sealed class ProductVersion
{
    private ProductVersion()
    {
    }

    internal ProductVersion(ProductId product, int version, string name, ProductTerms terms, LoanPolicy policy, DateTimeOffset at)
    {
        (ProductId, Version, Name, Terms, Policy, MadeAt) = (product, version, name, terms, policy, at);
    }

    /// <summary>The product.</summary>
    public ProductId ProductId { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Version { get; private set; }

    /// <summary>What it was called.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its terms.</summary>
    public ProductTerms Terms { get; private set; } = new();

    /// <summary>Its policy.</summary>
    public LoanPolicy Policy { get; private set; } = LoanPolicy.Default;

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; private set; }
}
