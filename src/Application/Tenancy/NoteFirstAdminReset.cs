using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy.Events;

namespace Paylatch.Application.Tenancy;

/// <summary>Writes into the platform's own log that a super-admin took over a merchant's first account; the merchant's says so too.</summary>
[Allow(Permission.ManagePlatform)]
public sealed class NoteFirstAdminReset(IEventLog log)
{
    /// <summary>Whose account.</summary>
    public sealed record Command(TenantId Tenant, string Slug, UserId Admin);

    /// <summary>Writes it.</summary>
    public Task<Nothing> Handle(Command command)
    {
        log.Append(new FirstAdminReset(command.Tenant, command.Slug, command.Admin));
        return Task.FromResult(default(Nothing));
    }
}
