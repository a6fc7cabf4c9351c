namespace Paylatch.Domain.Shared;

/// <summary>An id is a UUID (version 7, made outside the domain) that cannot be mistaken for another kind of id.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The UUID.</summary>
    Guid Value { get; }

    /// <summary>Wraps a UUID.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>A tenant: a merchant or lender with its own subdomain, schema and keys. All zeros is the platform itself.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    /// <inheritdoc/>
    public static TenantId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A person who signs in: platform staff, merchant staff or a customer.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct UserId(Guid Value) : IId<UserId>
{
    /// <inheritdoc/>
    public static UserId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A customer of one tenant.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct CustomerId(Guid Value) : IId<CustomerId>
{
    /// <inheritdoc/>
    public static CustomerId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A device held as security.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct DeviceId(Guid Value) : IId<DeviceId>
{
    /// <inheritdoc/>
    public static DeviceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>An installment loan on one device.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct LoanId(Guid Value) : IId<LoanId>
{
    /// <inheritdoc/>
    public static LoanId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One payment received.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct PaymentId(Guid Value) : IId<PaymentId>
{
    /// <inheritdoc/>
    public static PaymentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One order to a device (lock, unlock, release).</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct OrderId(Guid Value) : IId<OrderId>
{
    /// <inheritdoc/>
    public static OrderId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One balanced ledger transfer.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct TransferId(Guid Value) : IId<TransferId>
{
    /// <inheritdoc/>
    public static TransferId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One ledger account.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct AccountId(Guid Value) : IId<AccountId>
{
    /// <inheritdoc/>
    public static AccountId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One event in the log.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct EventId(Guid Value) : IId<EventId>
{
    /// <inheritdoc/>
    public static EventId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A loan product of a tenant.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct ProductId(Guid Value) : IId<ProductId>
{
    /// <inheritdoc/>
    public static ProductId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
