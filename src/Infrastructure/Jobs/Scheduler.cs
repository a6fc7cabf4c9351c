using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Infrastructure.Persistence;
using Quartz;

namespace Paylatch.Infrastructure.Jobs;

/// <summary>
/// Starts what runs by the clock. The schedule and its locks are in PostgreSQL (schema <c>quartz</c>), so that of several
/// nodes one runs each job, and another takes over when that one dies. It starts work; it is no queue.
/// </summary>
public static class Scheduler
{
    /// <summary>Registers the clustered scheduler and every job that has a <see cref="EveryAttribute"/>.</summary>
    public static IServiceCollection AddScheduler(this IServiceCollection services, IConfiguration configuration)
    {
        var home = configuration.GetSection("Regions:0").Get<RegionOptions>()!;
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "paylatch";
                options.GenerateInstanceId = true;
            });
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, home.App);
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = "quartz.qrtz_";
                    options.StoreJobDataAsStrings = true;
                    options.MisfireThreshold = TimeSpan.FromSeconds(30);
                    options.DbRetryInterval = TimeSpan.FromSeconds(2);
                });
                store.UseSystemTextJsonSerializer();
                store.UseClustering();
            });
            foreach (var job in typeof(Scheduler).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IJob)) && !t.IsAbstract))
            {
                Schedule(quartz, job);
            }
        });
        return services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void Schedule(IQuartzBuilder quartz, Type job)
    {
        var every = (EveryAttribute?)Attribute.GetCustomAttribute(job, typeof(EveryAttribute))
            ?? throw new InvalidOperationException($"{job.Name} does not say how often it runs. Put [Every(seconds)] on it.");
        var key = new JobKey(job.Name);
        quartz.AddJob(job, options => options.WithIdentity(key).StoreDurably().RequestRecovery());
        quartz.AddTrigger(trigger => trigger
            .ForJob(key)
            .WithIdentity(job.Name)
            .StartNow()
            .WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromSeconds(every.Seconds)).RepeatForever()));
    }
}

/// <summary>How often a job starts.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EveryAttribute(int seconds) : Attribute
{
    /// <summary>Seconds between two starts.</summary>
    public int Seconds { get; } = seconds;
}
