using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending.Events;

/// <summary>A product was made.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">Its first version.</param>
public sealed record ProductCreated(ProductId Product, int Version) : DomainEvent;

/// <summary>A product has a new version; loans keep theirs.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">The new version.</param>
public sealed record ProductChanged(ProductId Product, int Version) : DomainEvent;

/// <summary>A product is sold no more.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">Its newest version.</param>
public sealed record ProductArchived(ProductId Product, int Version) : DomainEvent;

/// <summary>A product is sold again.</summary>
/// <param name="Product">The product.</param>
/// <param name="Version">Its newest version.</param>
public sealed record ProductReopened(ProductId Product, int Version) : DomainEvent;
