using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Identity.Events;

/// <summary>Somebody signed in.</summary>
/// <param name="User">Who.</param>
/// <param name="Role">The role, as a word.</param>
/// <param name="Method"><c>password</c> or <c>code</c>.</param>
public sealed record SignedIn(UserId User, string Role, string Method) : DomainEvent;

/// <summary>Somebody could not sign in. What was typed is not kept: people type passwords into the wrong field.</summary>
/// <param name="User">Whose account was tried; null when there is no such account.</param>
/// <param name="Method"><c>password</c> or <c>code</c>.</param>
/// <param name="Cause">What was wrong; kept for the log and not told to the caller.</param>
public sealed record SignInFailed(UserId? User, string Method, SignInFailure Cause) : DomainEvent;

/// <summary>Why a sign-in failed.</summary>
public enum SignInFailure
{
    /// <summary>Nobody has that name.</summary>
    UnknownUser,

    /// <summary>The password or code was wrong.</summary>
    WrongSecret,

    /// <summary>Too many failures before; the account rests.</summary>
    LockedOut,

    /// <summary>The account was closed.</summary>
    Disabled,

    /// <summary>The code was too old, used up, or there was none.</summary>
    CodeExpired,
}

/// <summary>After too many failures an account rests for a while.</summary>
/// <param name="User">Whose.</param>
/// <param name="Until">Until when.</param>
public sealed record AccountLockedOut(UserId User, DateTimeOffset Until) : DomainEvent;

/// <summary>A customer asked for a code to sign in.</summary>
/// <param name="Customer">Who.</param>
public sealed record SignInCodeRequested(CustomerId Customer) : DomainEvent
{
    /// <inheritdoc/>
    public override CustomerId? AboutCustomer => Customer;
}

/// <summary>An account was opened.</summary>
/// <param name="User">Whose.</param>
/// <param name="Role">The role, as a word.</param>
public sealed record AccountOpened(UserId User, string Role) : DomainEvent;

/// <summary>An account was closed; its sessions end.</summary>
/// <param name="User">Whose.</param>
public sealed record AccountDisabled(UserId User) : DomainEvent;

/// <summary>A password was set; the account's other sessions end.</summary>
/// <param name="User">Whose.</param>
public sealed record PasswordSet(UserId User) : DomainEvent;

/// <summary>An API key was made.</summary>
/// <param name="Key">Which.</param>
/// <param name="Name">What the tenant calls it.</param>
public sealed record ApiKeyCreated(Guid Key, string Name) : DomainEvent;

/// <summary>An API key was revoked.</summary>
/// <param name="Key">Which.</param>
/// <param name="Name">What the tenant calls it.</param>
public sealed record ApiKeyRevoked(Guid Key, string Name) : DomainEvent;
