using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Audit;

namespace Paylatch.Infrastructure.Audit;

/// <summary>What reading, sealing and proving the log needs.</summary>
public static class AuditComposition
{
    /// <summary>The windows on the log.</summary>
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton<SealHeads>()
        .AddScoped<IAuditLog, AuditLog>()
        .AddScoped<ISealedLog, SealedLog>();

    /// <summary>The loop that seals.</summary>
    public static IServiceCollection AddAuditWorkers(this IServiceCollection services) => services.AddHostedService<Sealer>();
}
