using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Payoff quotes, and restructurings that wait for a second person.</summary>
public interface IRestructuringDb
{
    /// <summary>What paying off takes, as it was told; added to, and noted as paid.</summary>
    DbSet<PayoffQuote> PayoffQuotes { get; }

    /// <summary>Restructurings that wait or waited for a second person.</summary>
    DbSet<RestructureRequest> RestructureRequests { get; }

    /// <summary>A loan with all that ever happened to it, to be tried on and never saved; null when there is none.</summary>
    Task<Loan?> ReadWithHistory(LoanId id, CancellationToken ct);

    /// <summary>The next quote's number, such as <c>PQ-000123</c>.</summary>
    Task<string> NextQuoteNumber(CancellationToken ct);

    /// <summary>Locks a request until the transaction ends; null when there is none. Lock its loan after it.</summary>
    Task<RestructureRequest?> LockRequest(RestructureRequestId id, CancellationToken ct);

    /// <summary>What one person may decide alone.</summary>
    Task<RestructureLimits> Limits(Currency currency, CancellationToken ct);

    /// <summary>What was set as that; at most one, none while nothing was.</summary>
    DbSet<ChosenRestructureLimits> RestructureLimits { get; }

    /// <summary>The name of a member of staff by the id in the log; null when there is none.</summary>
    Task<string?> NameOf(string actor, CancellationToken ct);
}

/// <summary>What several use cases ask of requests.</summary>
internal static class RestructureQueries
{
    /// <summary>Those that wait for a second person at a moment.</summary>
    public static IQueryable<RestructureRequest> Waiting(this IRestructuringDb db, DateTimeOffset now)
    {
        var oldest = now.AddDays(-RestructureRequest.Days);
        return db.RestructureRequests.AsNoTracking().Where(r => r.State == RestructureRequestState.Waiting && r.RequestedAt > oldest);
    }
}
