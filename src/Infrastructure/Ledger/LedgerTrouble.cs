using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Ledger;

/// <summary>
/// What the database says no to, in the ledger's own words; its hint names the account or the day. Everything else it refuses is a bug.
/// </summary>
internal static class LedgerTrouble
{
    /// <summary>The refusal a failure means; null when it means none.</summary>
    public static Refusal? Of(Exception trouble) => trouble switch
    {
        PostgresException { ConstraintName: { } name } refused => Of(name, refused.Hint ?? ""),
        DbUpdateException { InnerException: PostgresException { ConstraintName: { } name } refused } => Of(name, refused.Hint ?? ""),
        _ => null,
    };

    private static Refusal? Of(string constraint, string hint) => constraint switch
    {
        "ledger_guard" => LedgerRefusals.GuardPassed(hint),
        "ledger_account_closed" => LedgerRefusals.AccountClosed(hint),
        "ledger_account_not_empty" => LedgerRefusals.AccountNotEmpty(),
        "ledger_accounts_code_currency_key" => LedgerRefusals.AccountExists(hint),
        "ledger_period_closed" => LedgerRefusals.PeriodClosed(DateOnly.ParseExact(hint, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        "ledger_pending_expired" => LedgerRefusals.PendingExpired(),
        "ledger_pending_unknown" => LedgerRefusals.NotPending(),
        "ledger_beyond_reserved" => LedgerRefusals.BeyondReserved(),
        "pending_is_resolved_once" => LedgerRefusals.AlreadyResolved(),
        "journal_is_reversed_once" => LedgerRefusals.AlreadyReversed(),
        _ => null,
    };
}
