using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Compliance;

namespace Paylatch.Application.Compliance;

/// <summary>The limits the law sets.</summary>
public interface ILimitsDb
{
    /// <summary>One row at the most.</summary>
    DbSet<LendingLimits> Limits { get; }
}

/// <summary>Reads the limits that hold.</summary>
public static class LimitsInForce
{
    /// <summary>What was entered, or the usual ones.</summary>
    public static async Task<LegalLimits> InForce(this ILimitsDb db, CancellationToken ct) =>
        await db.Limits.AsNoTracking().Select(entered => entered.Limits).SingleOrDefaultAsync(ct) ?? LegalLimits.Usual;
}
