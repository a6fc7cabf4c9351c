using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Identity;

namespace Paylatch.Application.Identity;

/// <summary>Identity's own tables, besides the accounts behind <see cref="IAccounts"/>.</summary>
public interface IIdentityDb
{
    /// <summary>API keys.</summary>
    DbSet<ApiKey> ApiKeys { get; }

    /// <summary>Open sign-in codes.</summary>
    DbSet<SignInCode> SignInCodes { get; }

    /// <summary>The sign-in code of a phone number, made when there is none, locked until the operation ends.</summary>
    Task<SignInCode> LockCode(byte[] phoneHash, DateTimeOffset now, CancellationToken ct);
}
