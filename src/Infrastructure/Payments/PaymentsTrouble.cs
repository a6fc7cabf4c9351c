using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Payments;

/// <summary>What the database says no to when two payments come at the same moment, in the words of payments.</summary>
internal static class PaymentsTrouble
{
    /// <summary>The refusal a failure means; null when it means none.</summary>
    public static Refusal? Of(Exception trouble) => trouble switch
    {
        // Payments of one loan wait for one another: the other one is of another loan.
        DbUpdateException { InnerException: PostgresException { ConstraintName: "payments_idempotency_key_key" } } => PaymentsRefusals.IdempotencyKeyReused(),
        _ => null,
    };
}
