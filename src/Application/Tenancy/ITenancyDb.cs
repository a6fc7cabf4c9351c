using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Tenancy;

namespace Paylatch.Application.Tenancy;

/// <summary>The platform's directory of tenants; only for operations on the platform itself.</summary>
public interface ITenancyDb
{
    /// <summary>All tenants.</summary>
    DbSet<Tenant> Tenants { get; }

    /// <summary>Lets one registration in at a time until the operation ends; reading goes on.</summary>
    Task LockRegistrations(CancellationToken ct);
}

/// <summary>A tenant's own settings, in its own schema.</summary>
public interface ITenantSettingsDb
{
    /// <summary>The tenant's look: one row, none before the first change.</summary>
    DbSet<Branding> Brandings { get; }

    /// <summary>The sandbox clock, made when there is none, locked until the operation ends.</summary>
    Task<SandboxClock> LockClock(CancellationToken ct);
}

/// <summary>What the region's panel and the clock need to know of a tenant's loans and devices, in sums.</summary>
public interface IPortfolioSumsDb
{
    /// <summary>The sums on a date.</summary>
    Task<PortfolioSummary> Summarize(DateOnly today, CancellationToken ct);

    /// <summary>The first date after today on which an unpaid installment is due; null when none is.</summary>
    Task<DateOnly?> NextDueAfter(DateOnly today, CancellationToken ct);
}
