using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Shell;

/// <summary>Ready when every region's server answers the application's role.</summary>
public sealed class DatabaseHealth(Regions regions) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var region in regions.All)
        {
            if (!await Answers(region, cancellationToken)) return HealthCheckResult.Unhealthy($"The database of region {region.Code} does not answer.");
        }

        return HealthCheckResult.Healthy("All databases answer.");
    }

    /// <summary>True when a region's server answers within three seconds.</summary>
    public async Task<bool> Answers(RegionOptions region, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await using var command = regions.Of(region.Code).App.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception trouble) when (trouble is NpgsqlException or TimeoutException || (trouble is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
