using Microsoft.Extensions.Diagnostics.HealthChecks;
using Paylatch.Infrastructure.Audit;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Shell;

/// <summary>What the portal's program does besides serving: <c>migrate</c>, <c>verify</c>, <c>healthy</c>.</summary>
public static class Commands
{
    /// <summary>Runs a command when the arguments name one.</summary>
    /// <returns>The exit code; null when the portal is to be served.</returns>
    public static async Task<int?> TryRun(IServiceProvider services, string[] args) => args switch
    {
        ["migrate"] => await Migrate(services),
        ["verify"] => await VerifyCommand.Run(services, "all", Console.Out),
        ["verify", var tenant] => await VerifyCommand.Run(services, tenant, Console.Out),
        ["verify", var tenant, var anchor] => await VerifyCommand.Run(services, tenant, Console.Out, anchor),
        ["healthy"] => await Healthy(services),
        _ => null,
    };

    private static async Task<int> Migrate(IServiceProvider services)
    {
        var (migrator, regions) = (services.GetRequiredService<Migrator>(), services.GetRequiredService<Regions>());
        await migrator.MigratePlatform(regions.Of(regions.Home), default);
        await using var command = regions.Of(regions.Home).Owner.CreateCommand("select region, schema_name, id from platform.tenants order by id");
        await using var reader = await command.ExecuteReaderAsync();
        var tenants = new List<(Regions.Server, string, Guid)>();
        while (await reader.ReadAsync()) tenants.Add((regions.Of(reader.GetString(0)), reader.GetString(1), reader.GetGuid(2)));
        await migrator.MigrateTenants(tenants, default);
        Console.WriteLine($"{tenants.Count} tenants are up to date.");
        return 0;
    }

    private static async Task<int> Healthy(IServiceProvider services)
    {
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Console.WriteLine(report.Status);
        return report.Status == HealthStatus.Healthy ? 0 : 1;
    }
}
