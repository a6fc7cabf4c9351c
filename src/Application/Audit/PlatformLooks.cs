using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Audit.Events;

namespace Paylatch.Application.Audit;

/// <summary>A merchant can see when the platform's staff looked into the merchant's log: each look is in it.</summary>
internal static class PlatformLooks
{
    /// <summary>Notes a look of the platform's staff; others look at what is theirs.</summary>
    public static void NoteLook(this IEventLog events, Caller caller, TenantInfo tenant)
    {
        if (caller.Role == Role.SuperAdmin && !tenant.IsPlatform) events.Append(new LogReadByPlatform());
    }
}
