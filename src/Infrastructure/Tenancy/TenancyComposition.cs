using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Tenancy;

/// <summary>Registers what tenancy's use cases and pages ask for.</summary>
public static class TenancyComposition
{
    /// <summary>Provisioning, the region's panel, the regions as use cases see them.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.AddSingleton<TenantProvisioner>();
        services.AddSingleton<RegionPanel>();
        services.AddSingleton(s => new ConfiguredRegions([.. s.GetRequiredService<Regions>().All.Select(r => new RegionChoice(r.Code, r.Name))]));
        return services.AddScoped<IPlatformDirectory, PlatformDirectory>();
    }

    /// <summary>The loop that finishes half-made tenants.</summary>
    public static IServiceCollection AddTenancyWorkers(this IServiceCollection services) => services
        .AddHostedService<ProvisioningSweep>();
}
