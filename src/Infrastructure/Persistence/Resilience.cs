using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Domain.Shared;
using Polly;
using Polly.Retry;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// Runs a whole operation again when the database failed in a way that passes: a lost connection, a deadlock.
/// Only what surely did not commit is run again; after that the caller is told in plain words.
/// </summary>
internal static class Resilience
{
    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsPassing),
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromMilliseconds(40),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Runs the work, up to five times.</summary>
    /// <exception cref="Refusal"><c>platform.unavailable</c> when the database stays away.</exception>
    public static async Task<T> Retry<T>(Func<Task<T>> work, CancellationToken ct)
    {
        try
        {
            return await Pipeline.ExecuteAsync(async _ => await work(), ct);
        }
        catch (Exception trouble) when (IsPassing(trouble))
        {
            throw new Refusal(
                "platform.unavailable",
                "The service is briefly unavailable. Nothing was changed. Try again in a moment.",
                RefusalKind.Unavailable);
        }
    }

    /// <summary>Commits; a connection lost in the middle leaves the result unknown, so it is never run again blindly.</summary>
    public static async Task Commit(NpgsqlTransaction transaction, CancellationToken ct)
    {
        try
        {
            await transaction.CommitAsync(ct);
        }
        catch (Exception trouble) when (trouble is not PostgresException && IsPassing(trouble))
        {
            throw new Refusal(
                "platform.outcome_unknown",
                "The connection was lost while saving. Look whether it was done before you try again.",
                RefusalKind.Unavailable);
        }
    }

    private static bool IsPassing(Exception exception) => exception switch
    {
        // A statement prepared before a migration changed its table; the driver prepares it anew.
        PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" } => true,
        NpgsqlException postgres => postgres.IsTransient || postgres.InnerException is SocketException or IOException,
        // Entity Framework wraps what passes once when it reads, and twice when it saves.
        DbUpdateException { InnerException: { } inner } => IsPassing(inner),
        InvalidOperationException { InnerException: (NpgsqlException or DbUpdateException) and var inner } => IsPassing(inner),
        _ => false,
    };
}
