using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Shell;

/// <summary>Ready when every region's server answers the application's role.</summary>
public sealed class DatabaseHealth(Regions regions) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var region in regions.All)
        {
            if (!await Answers(region, cancellationToken)) return HealthCheckResult.Unhealthy($"The database of region {region.Code} does not answer.");
        }

        return HealthCheckResult.Healthy("All databases answer.");
    }

    /// <summary>True when a region's server answers.</summary>
    public async Task<bool> Answers(RegionOptions region, CancellationToken ct)
    {
        try
        {
            await using var command = regions.Of(region.Code).App.CreateCommand("select 1");
            await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (Exception trouble) when (trouble is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
