using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Lending;

namespace Paylatch.Infrastructure.Lending;

/// <summary>Registers what lending needs besides its use cases.</summary>
public static class LendingComposition
{
    /// <summary>Sealing of personal data and the close of days.</summary>
    public static IServiceCollection AddLending(this IServiceCollection services)
    {
        services.AddScoped<IPersonalData, PersonalData>();
        services.AddSingleton<DayCloseRunner>();
        services.AddSingleton<DayCloseWorker>();
        services.AddSingleton<IDayCloseStarter>(s => s.GetRequiredService<DayCloseWorker>());
        return services;
    }

    /// <summary>The loop that closes days when asked to.</summary>
    public static IServiceCollection AddLendingWorkers(this IServiceCollection services) =>
        services.AddHostedService(s => s.GetRequiredService<DayCloseWorker>());
}
