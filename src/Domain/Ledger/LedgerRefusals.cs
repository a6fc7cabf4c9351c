using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>Every "no" of the ledger.</summary>
public static class LedgerRefusals
{
    /// <summary>No such account here.</summary>
    public static Refusal AccountNotFound(string code) => new("ledger.account_not_found", $"There is no account {code}.", RefusalKind.NotFound, "account");

    /// <summary>Not a code.</summary>
    public static Refusal AccountCodeInvalid() => new("ledger.account_code_invalid", "A code has four to eight digits.", field: "code");

    /// <summary>Not a name.</summary>
    public static Refusal AccountNameInvalid() => new("ledger.account_name_invalid", "A name has two to sixty characters.", field: "name");

    /// <summary>The code is taken in this currency.</summary>
    public static Refusal AccountExists(string code) => new("ledger.account_exists", $"There is an account {code} in this currency.", RefusalKind.Conflict, "code");

    /// <summary>Nothing can be written on it.</summary>
    public static Refusal AccountClosed(string code) => new("ledger.account_closed", $"Account {code} is closed.", RefusalKind.Conflict, "account");

    /// <summary>Something is on it, or held on it.</summary>
    public static Refusal AccountNotEmpty() =>
        new("ledger.account_not_empty", "Only an empty account can be closed: with a balance of zero, and nothing pending on it.", RefusalKind.Conflict);

    /// <summary>The product writes on it.</summary>
    public static Refusal AccountNeeded(string code) =>
        new("ledger.account_needed", $"Account {code} belongs to the chart the product writes to. It stays open and keeps its guard.", RefusalKind.Conflict);

    /// <summary>Its guard would be passed.</summary>
    public static Refusal GuardPassed(string account) =>
        new("ledger.guard_passed", $"The balance of account {account} does not allow this.", RefusalKind.Conflict, "amount");

    /// <summary>The day is in a closed period.</summary>
    public static Refusal PeriodClosed(DateOnly through) =>
        new("ledger.period_closed", $"The books are closed through {through:yyyy-MM-dd}. Choose a later day.", RefusalKind.Conflict, "date");

    /// <summary>The day is not over.</summary>
    public static Refusal PeriodNotOver() => new("ledger.period_not_over", "Only days that are over can be closed.", field: "date");

    /// <summary>Nothing is closed.</summary>
    public static Refusal NothingClosed() => new("ledger.nothing_closed", "That is not the last closed period.", RefusalKind.Conflict, "date");

    /// <summary>Without a reason.</summary>
    public static Refusal ReasonNeeded() => new("ledger.reason_needed", "Say why, in 3 to 500 characters.", field: "reason");

    /// <summary>Too few lines, too many, or a line of nothing.</summary>
    public static Refusal LinesInvalid() => new("ledger.lines_invalid", "A journal has two to one hundred lines, and none of zero.", field: "lines");

    /// <summary>Debits and credits differ.</summary>
    public static Refusal NotBalanced(Money off) => new("ledger.not_balanced", $"Debits and credits differ by {off}.", field: "lines");

    /// <summary>A day that has not come, or none at all.</summary>
    public static Refusal DateInvalid() => new("ledger.date_invalid", "Choose a day that has come.", field: "date");

    /// <summary>The range ends before it begins, or is too long.</summary>
    public static Refusal RangeInvalid() => new("ledger.range_invalid", "Choose a first day that is not after the last.", field: "from");

    /// <summary>No such transfer here.</summary>
    public static Refusal TransferNotFound() => new("ledger.transfer_not_found", "There is no such transfer.", RefusalKind.NotFound);

    /// <summary>The id was used for something else.</summary>
    public static Refusal TransferDiffers(string what) =>
        new("ledger.transfer_differs", $"A transfer with this id is there already, and it differs in: {what}.", RefusalKind.Conflict, what);

    /// <summary>Some of a chain are there and some not: they were never one chain.</summary>
    public static Refusal ChainDiffers() =>
        new("ledger.chain_differs", "Some of these transfers are there already and some are not. A chain is sent again as it was.", RefusalKind.Conflict);

    /// <summary>It does not hold anything back.</summary>
    public static Refusal NotPending() => new("ledger.not_pending", "This transfer is not a pending one.", RefusalKind.Conflict);

    /// <summary>It was posted or voided.</summary>
    public static Refusal AlreadyResolved() => new("ledger.already_resolved", "This transfer was posted or voided already.", RefusalKind.Conflict);

    /// <summary>Its time has run out.</summary>
    public static Refusal PendingExpired() => new("ledger.pending_expired", "The time of this transfer has run out. Write a new one.", RefusalKind.Conflict);

    /// <summary>More than is held back.</summary>
    public static Refusal BeyondReserved() => new("ledger.beyond_reserved", "No more can be posted than was reserved.", field: "amount");

    /// <summary>A time-out of nothing or of more than ninety days.</summary>
    public static Refusal TimeoutInvalid() => new("ledger.timeout_invalid", "A pending transfer lasts one minute to ninety days.", field: "timeout");

    /// <summary>Only what a person wrote is taken back here.</summary>
    public static Refusal NotAJournal() =>
        new("ledger.not_a_journal", "Only a posted journal written by hand can be reversed here.", RefusalKind.Conflict);

    /// <summary>It was taken back.</summary>
    public static Refusal AlreadyReversed() => new("ledger.already_reversed", "This journal was reversed already.", RefusalKind.Conflict);
}
