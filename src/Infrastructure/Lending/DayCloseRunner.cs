using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Lending;

/// <summary>
/// Closes all days of a tenant that have come: lanes side by side, each set of loans in an operation of its own. A set that
/// fails is tried again in smaller ones until the loan is found that it fails for; that one is set aside and the rest goes on.
/// </summary>
public sealed class DayCloseRunner(Operations operations, ILogger<DayCloseRunner> log)
{
    /// <summary>How many lanes of one tenant are worked on at once.</summary>
    public const int Lanes = 4;

    // It is not the loans when so many fail one after another.
    private const int MostInARow = 20;

    /// <summary>Goes on until every day up to the tenant's today is closed.</summary>
    /// <returns>How many days were closed.</returns>
    /// <exception cref="Refusal"><c>platform.unavailable</c>; what was done stays done, and the next run goes on from there.</exception>
    public async Task<int> CatchUp(TenantId tenant, CancellationToken ct)
    {
        var caller = Caller.System(tenant);
        await TakeUpAgain(caller, ct);
        var days = 0;
        while ((await operations.Run(caller, (OpenDayClose u) => u.Handle(Lanes, ct), ct)).Value is { } opened)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = ct };
            await Parallel.ForEachAsync(opened.Lanes, options, async (lane, stop) => await CloseLane(caller, opened.Day, lane, stop));
            // Another node is at a lane: it goes on with the days that follow.
            if (!(await operations.Run(caller, (FinishDayClose u) => u.Handle(opened.Day, ct), ct)).Value) break;
            days++;
        }

        return days;
    }

    private async Task CloseLane(Caller caller, DateOnly day, int lane, CancellationToken ct)
    {
        var (size, inARow) = (CloseDay.SetSize, 0);
        while (true)
        {
            try
            {
                var command = new CloseDay.Command(day, lane, size);
                if ((await operations.Run(caller, (CloseDay u) => u.Handle(command, ct), ct)).Value != CloseDay.Progress.More) return;
                (size, inARow) = (Math.Min(CloseDay.SetSize, size * 8), 0);
            }
            catch (Exception trouble) when (IsOfTheLoan(trouble, ct))
            {
                if (size == 1 && ++inARow > MostInARow) throw;
                if (size == 1) await SetAside(caller, day, lane, trouble, ct);
                size = Math.Max(1, size / 8);
            }
        }
    }

    private async Task SetAside(Caller caller, DateOnly day, int lane, Exception trouble, CancellationToken ct)
    {
        var command = new SetLoanAside.Command(day, lane, ReasonOf(trouble));
        var loan = (await operations.Run(caller, (SetLoanAside u) => u.Handle(command, ct), ct)).Value;
        log.LogWarning(trouble, "Loan {Loan} of tenant {Tenant} could not be closed on {Day} and was set aside", loan, caller.Tenant, day);
    }

    private async Task TakeUpAgain(Caller caller, CancellationToken ct)
    {
        foreach (var loan in (await operations.Run(caller, (ListSetAside u) => u.Handle(ct), ct)).Value)
        {
            try
            {
                _ = (await operations.Run(caller, (TakeLoanUpAgain u) => u.Handle(loan, ct), ct)).Value;
            }
            catch (Exception trouble) when (IsOfTheLoan(trouble, ct))
            {
                _ = (await operations.Run(caller, (NoteFailedAgain u) => u.Handle(loan, ReasonOf(trouble), ct), ct)).Value;
            }
        }
    }

    // Not what would go wrong for any loan: the database away, the run stopped.
    private static bool IsOfTheLoan(Exception trouble, CancellationToken ct) =>
        !ct.IsCancellationRequested && trouble is not (Refusal { Kind: RefusalKind.Unavailable } or OperationCanceledException or OutOfMemoryException);

    private static string ReasonOf(Exception trouble) => trouble.GetBaseException() switch
    {
        PostgresException refused => refused.MessageText,
        var root => root.Message,
    };
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
