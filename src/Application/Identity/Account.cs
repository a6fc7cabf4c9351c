using Paylatch.Domain.Shared;

namespace Paylatch.Application.Identity;

/// <summary>Somebody who signs in, as use cases see them.</summary>
/// <param name="Id">The user.</param>
/// <param name="Role">What they are.</param>
/// <param name="Name">Name for people.</param>
/// <param name="UserName">E-mail address of staff, phone number of customers.</param>
/// <param name="Region">The region of a regional admin.</param>
/// <param name="Customer">The customer, for customers.</param>
/// <param name="Stamp">Changes whenever sessions must end.</param>
/// <param name="LockedUntil">Until when sign-in rests after too many failures; the world's time.</param>
/// <param name="DisabledAt">When the account was closed; null while it is open.</param>
/// <param name="CreatedAt">When it was opened.</param>
public sealed record Account(
    UserId Id, Role Role, string Name, string UserName, string? Region, CustomerId? Customer, string Stamp,
    DateTimeOffset? LockedUntil, DateTimeOffset? DisabledAt, DateTimeOffset CreatedAt)
{
    /// <summary>True while sign-in rests.</summary>
    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;
}

/// <summary>A new account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">What the person is.</param>
/// <param name="Name">Name for people.</param>
/// <param name="UserName">E-mail address of staff, phone number of customers.</param>
/// <param name="Password">A password that keeps the rules, or null for none.</param>
public sealed record NewAccount(UserId Id, Role Role, string Name, string UserName, string? Password)
{
    /// <summary>The region of a regional admin.</summary>
    public string? Region { get; init; }

    /// <summary>The customer, for customers.</summary>
    public CustomerId? Customer { get; init; }
}
