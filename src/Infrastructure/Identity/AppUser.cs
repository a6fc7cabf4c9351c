using Microsoft.AspNetCore.Identity;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Identity;

/// <summary>Somebody who signs in, as ASP.NET Core Identity stores them. Use cases see an <see cref="Account"/>.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    /// <summary>What they are.</summary>
    public Role Role { get; set; }

    /// <summary>The region of a regional admin.</summary>
    public string? Region { get; set; }

    /// <summary>The customer, for customers.</summary>
    public CustomerId? CustomerId { get; set; }

    /// <summary>Name for people.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>When the account was closed; null while it is open.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    internal Account ToAccount() => new(
        new UserId(Id), Role, DisplayName, UserName ?? "", Region, CustomerId, SecurityStamp ?? "", LockoutEnd, DisabledAt, CreatedAt);
}
