using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Tenancy;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// The door: every page, endpoint, job, reaction and test runs a use case through here and nowhere else.
/// It checks who may, opens a scope and a transaction behind the tenant's two walls, runs the use case, saves,
/// appends the events and commits. A <see cref="Refusal"/> becomes a value and nothing is changed.
/// </summary>
public sealed class Operations(IServiceScopeFactory scopes, TenantDirectory tenants, Regions regions, TimeProvider time)
{
    /// <summary>Runs a use case for a caller, on the caller's tenant.</summary>
    /// <returns>The answer, or the refusal; a refused attempt is in the log.</returns>
    public async Task<Outcome<T>> Run<TUse, T>(Caller caller, Func<TUse, Task<T>> use, CancellationToken ct)
        where TUse : notnull
    {
        TenantInfo? tenant = null;
        try
        {
            tenant = await tenants.Get(caller.Tenant, ct);
            Gate.Check(typeof(TUse), caller);
            RegionWall.Check(caller, tenant);
            return await Resilience.Retry(() => Attempt(caller, tenant, use, ct), ct);
        }
        catch (Refusal refusal)
        {
            return tenant is null || refusal.Kind == RefusalKind.Unavailable ? refusal : await NoteRefused(caller, tenant, typeof(TUse), refusal, ct);
        }
    }

    private async Task<T> Attempt<TUse, T>(Caller caller, TenantInfo tenant, Func<TUse, Task<T>> use, CancellationToken ct)
        where TUse : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var lent = await regions.Of(tenant.Region).Tenants.Take(tenant.Id, ct);
        var connection = lent.Connection;
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var operation = scope.ServiceProvider.GetRequiredService<Operation>();
        operation.Caller = caller;
        operation.Tenant = tenant;
        operation.Connection = connection;
        operation.UseCase = typeof(TUse).Name;
        operation.Clock = new TenantClock(tenant, time, await Behind.Walls(connection, tenant, ct));

        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await db.Database.UseTransactionAsync(transaction, ct);
        var answer = await use(scope.ServiceProvider.GetRequiredService<TUse>());
        await EventWriter.SaveAndAppend(db, operation, ct);
        await Resilience.Commit(transaction, ct);
        return answer;
    }

    // Refused and not in the log must not be: where the log is away, the answer is to try again.
    private async Task<Refusal> NoteRefused(Caller caller, TenantInfo tenant, Type useCase, Refusal refusal, CancellationToken ct)
    {
        try
        {
            return await Resilience.Retry(
                async () =>
                {
                    await using var lent = await regions.Of(tenant.Region).Tenants.Take(tenant.Id, ct);
                    var connection = lent.Connection;
                    await using var transaction = await connection.BeginTransactionAsync(ct);
                    var moved = await Behind.Walls(connection, tenant, ct);
                    await EventWriter.AppendRefusal(connection, caller, useCase.Name, refusal, new TenantClock(tenant, time, moved), ct);
                    await transaction.CommitAsync(ct);
                    return refusal;
                },
                ct);
        }
        catch (Refusal unavailable)
        {
            return unavailable;
        }
    }
}

/// <summary>Who may run a use case.</summary>
internal static class Gate
{
    public static void Check(Type useCase, Caller caller)
    {
        var allow = useCase.GetCustomAttribute<AllowAttribute>()
            ?? throw new InvalidOperationException($"{useCase.Name} does not say who may run it. Put [Allow(Permission.…)] on it.");
        if (!caller.Role.Has(allow.Permission)) throw IdentityRefusals.MayNot(useCase.Name, caller.Role);
    }
}

/// <summary>Puts a fresh transaction behind the walls of a tenant.</summary>
internal static class Behind
{
    /// <summary>Sets schema and tenant for this transaction only; nothing of it stays on the pooled connection.</summary>
    /// <returns>How far the sandbox clock is ahead; zero for real tenants. Read in the same round trip.</returns>
    public static async Task<TimeSpan> Walls(NpgsqlConnection connection, TenantInfo tenant, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Set(tenant));
        if (!tenant.Sandbox)
        {
            await batch.ExecuteNonQueryAsync(ct);
            return TimeSpan.Zero;
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("select moved from sandbox_clock"));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetTimeSpan(0) : TimeSpan.Zero;
    }

    /// <summary>The command that sets schema and tenant for its transaction, for work that sends more along with it.</summary>
    public static NpgsqlBatchCommand Set(TenantInfo tenant) => new("select set_config('search_path', $1, true), set_config('app.tenant_id', $2, true)")
    {
        Parameters = { new() { Value = tenant.Schema }, new() { Value = tenant.Id.Value.ToString() } },
    };
}
