using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Shared;
using Paylatch.Infrastructure.Audit;
using Paylatch.Infrastructure.Devices;
using Paylatch.Infrastructure.Identity;
using Paylatch.Infrastructure.Lending;
using Paylatch.Infrastructure.Notifications;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Payments;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Shared;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure;

/// <summary>Registers the door, the walls, the log and every use case.</summary>
public static class Composition
{
    /// <summary>Everything a use case needs to run through the door.</summary>
    public static IServiceCollection AddPaylatch(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Regions>();
        services.AddSingleton<Vault>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<PdfPrinter>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<Operations>();
        services.AddSingleton<Signals>();
        services.AddScoped<Operation>();
        services.AddScoped<IEventLog>(s => s.GetRequiredService<Operation>());
        services.AddScoped(s => s.GetRequiredService<Operation>().Caller);
        services.AddScoped(s => s.GetRequiredService<Operation>().Tenant);
        services.AddScoped(s => s.GetRequiredService<Operation>().Clock);
        // From a pool: a fresh context costs more than most reads. Each operation puts its own connection under it, and it
        // comes back empty.
        services.AddSingleton<IDbContextFactory<PlatformDb>>(
            _ => new PooledDbContextFactory<PlatformDb>(new DbContextOptionsBuilder<PlatformDb>().UseNpgsql().Options));
        services.AddScoped(s =>
        {
            var db = s.GetRequiredService<IDbContextFactory<PlatformDb>>().CreateDbContext();
            // Nothing of an operation is kept when a part of it fails: there is nothing to go back to.
            db.Database.AutoSavepointsEnabled = false;
            db.Database.SetDbConnection(s.GetRequiredService<Operation>().Connection);
            return db;
        });
        foreach (var window in typeof(PlatformDb).GetInterfaces().Where(i => i.Namespace?.StartsWith("Paylatch.Application", StringComparison.Ordinal) == true))
        {
            services.AddScoped(window, s => s.GetRequiredService<PlatformDb>());
        }

        services.AddAudit();
        services.AddDevices();
        services.AddPayments();
        services.AddIdentity();
        services.AddTenancy();
        services.AddLending();
        services.AddNotifications();
        return services.AddUseCases(typeof(IEventLog).Assembly).AddUseCases(typeof(Composition).Assembly);
    }

    /// <summary>Hears what other nodes do. Every process that serves pages or devices needs it, workers or not.</summary>
    public static IServiceCollection AddPaylatchListening(this IServiceCollection services) => services
        .AddHostedService(s => s.GetRequiredService<Signals>())
        .AddHostedService<DirectoryRefresher>();

    /// <summary>The loops that draw consequences; one of each per process.</summary>
    public static IServiceCollection AddPaylatchWorkers(this IServiceCollection services) => services
        .AddHostedService<Dispatcher>()
        .AddAuditWorkers()
        .AddTenancyWorkers()
        .AddLendingWorkers()
        .AddNotificationsWorkers();

    /// <summary>Registers every class that says who may run it.</summary>
    public static IServiceCollection AddUseCases(this IServiceCollection services, Assembly assembly)
    {
        foreach (var useCase in assembly.GetTypes().Where(type => type.GetCustomAttribute<AllowAttribute>() is not null))
        {
            services.AddScoped(useCase);
        }

        return services;
    }
}
