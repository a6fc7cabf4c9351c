using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Lending;

/// <summary>Closes all days of a tenant that have come, each set of loans in an operation of its own.</summary>
public sealed class DayCloseRunner(Operations operations)
{
    /// <summary>Goes on until every day up to the tenant's today is closed.</summary>
    /// <returns>How many days were closed.</returns>
    /// <exception cref="Refusal"><c>platform.unavailable</c>; what was done stays done, and the next run goes on from there.</exception>
    public async Task<int> CatchUp(TenantId tenant, CancellationToken ct)
    {
        var caller = Caller.System(tenant);
        var days = 0;
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var progress = (await operations.Run(caller, (CloseDay u) => u.Handle(ct), ct)).Value;
            if (progress.Day is null) return days;
            if (progress.Finished) days++;
        }
    }
}

/// <summary>Closes days when asked to, for sandboxes whose clock was moved; the scheduled job does the same every minute.</summary>
public sealed class DayCloseWorker(DayCloseRunner runner, ILogger<DayCloseWorker> log) : BackgroundService, IDayCloseStarter
{
    private readonly Channel<TenantId> _asked = Channel.CreateBounded<TenantId>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <inheritdoc/>
    public void Start(TenantId tenant) => _asked.Writer.TryWrite(tenant);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var tenant in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await runner.CatchUp(tenant, stoppingToken);
            }
            catch (Exception trouble) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(trouble, "The days of tenant {Tenant} could not be closed; the scheduled job tries again", tenant);
            }
        }
    }
}
