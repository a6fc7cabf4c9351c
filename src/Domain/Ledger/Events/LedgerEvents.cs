using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger.Events;

/// <summary>An account of the tenant's own was opened.</summary>
/// <param name="Account">The account.</param>
/// <param name="Code">Its code.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Guard">What its balance may not pass.</param>
public sealed record LedgerAccountOpened(AccountId Account, string Code, Currency Currency, AccountKind Kind, AccountGuard Guard) : DomainEvent;

/// <summary>An account was closed: nothing can be written on it.</summary>
/// <param name="Account">The account.</param>
/// <param name="Code">Its code.</param>
/// <param name="Currency">Its currency.</param>
public sealed record LedgerAccountClosed(AccountId Account, string Code, Currency Currency) : DomainEvent;

/// <summary>An account got another guard.</summary>
/// <param name="Account">The account.</param>
/// <param name="Code">Its code.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Guard">What its balance may not pass.</param>
public sealed record LedgerAccountGuarded(AccountId Account, string Code, Currency Currency, AccountGuard Guard) : DomainEvent;

/// <summary>A person wrote a journal.</summary>
/// <param name="Transfer">The transfer.</param>
/// <param name="On">The day it belongs to.</param>
/// <param name="Amount">What it debits.</param>
/// <param name="Pending">True when it only holds the money until it is posted or voided.</param>
/// <param name="Reason">Why, in that person's words.</param>
public sealed record JournalPosted(TransferId Transfer, DateOnly On, Money Amount, bool Pending, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A journal was taken back by its opposite.</summary>
/// <param name="Transfer">The opposite.</param>
/// <param name="Journal">The journal.</param>
/// <param name="Reason">Why.</param>
public sealed record JournalReversed(TransferId Transfer, TransferId Journal, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>A pending transfer was posted, in whole or in part.</summary>
/// <param name="Transfer">The posting.</param>
/// <param name="Pending">The pending one.</param>
/// <param name="Amount">What it debits.</param>
public sealed record PendingPosted(TransferId Transfer, TransferId Pending, Money Amount) : DomainEvent;

/// <summary>A pending transfer was voided: nothing of it is held any more.</summary>
/// <param name="Transfer">The voiding.</param>
/// <param name="Pending">The pending one.</param>
/// <param name="Expired">True when its time had run out.</param>
public sealed record PendingVoided(TransferId Transfer, TransferId Pending, bool Expired) : DomainEvent;

/// <summary>The books were closed through a day.</summary>
/// <param name="Through">The last closed day.</param>
public sealed record BooksClosed(DateOnly Through) : DomainEvent;

/// <summary>The last closed period was opened again.</summary>
/// <param name="Through">Through which day it had been closed.</param>
/// <param name="Now">Through which day the books are closed now; null for not at all.</param>
/// <param name="Reason">Why.</param>
public sealed record BooksReopened(DateOnly Through, DateOnly? Now, string Reason) : DomainEvent
{
    /// <inheritdoc/>
    public override string? Why => Reason;
}

/// <summary>The books do not agree with what they are about: an alarm.</summary>
/// <param name="Proof">The proof that found it.</param>
/// <param name="Differences">How many differences.</param>
/// <param name="Rows">The first of them, as <c>what code currency</c>.</param>
public sealed record BooksDiffer(Guid Proof, int Differences, IReadOnlyList<string> Rows) : DomainEvent;
