using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Ledger;

/// <summary>
/// The tables of the ledger. Whoever moves money adds a transfer of <see cref="Postings"/> to <see cref="Transfers"/>; all of
/// an operation's are written in two statements when it is saved, and the database looks at each once.
/// </summary>
public interface ILedgerDb
{
    /// <summary>Accounts.</summary>
    DbSet<Account> Accounts { get; }

    /// <summary>Transfers with their entries; added to, never changed.</summary>
    DbSet<Transfer> Transfers { get; }

    /// <summary>Posted lines, to be read; they are added with their transfer.</summary>
    IQueryable<Entry> Entries { get; }

    /// <summary>Transfers that stand after a place of the journal, which goes from the newest day to the oldest.</summary>
    IQueryable<Transfer> TransfersAfter(JournalPlace place);

    /// <summary>Entries of an account that stand after a place of its statement, which goes from the oldest day to the newest.</summary>
    IQueryable<Entry> EntriesAfter(AccountId account, StatementPlace place);

    /// <summary>Contract numbers of loans.</summary>
    IQueryable<LoanName> Loans { get; }

    /// <summary>Names of people and programs that write journals.</summary>
    IQueryable<WriterName> Writers { get; }

    /// <summary>Steps of closing the books; added to, never changed.</summary>
    DbSet<Period> Periods { get; }

    /// <summary>Comparisons of the books with what they are about; added to, never changed.</summary>
    DbSet<BookProof> Proofs { get; }

    /// <summary>The chart's accounts in a currency, opened first where they are missing; safe for many at once.</summary>
    Task<Books> OpenBooks(Currency currency, TenantClock clock, CancellationToken ct);

    /// <summary>
    /// Writes transfers now, all or none, except those whose id is there already; waits for whoever is writing the same ones.
    /// Says which ids were there.
    /// </summary>
    /// <exception cref="Refusal">What the database refused.</exception>
    Task<IReadOnlySet<TransferId>> Write(IReadOnlyList<Transfer> transfers, CancellationToken ct);

    /// <summary>Waits until nobody writes in the books, and keeps others from it until the transaction ends.</summary>
    Task HoldAlone(CancellationToken ct);

    /// <summary>Saves what was changed so far, so that what is refused is refused here.</summary>
    /// <exception cref="Refusal">What the database refused.</exception>
    Task Save(CancellationToken ct);

    /// <summary>Through which day the books are closed; null for not at all.</summary>
    Task<DateOnly?> ClosedThrough(CancellationToken ct);
}

/// <summary>Where a page of the journal ended.</summary>
/// <param name="Day">The day of its last transfer.</param>
/// <param name="Transfer">That transfer.</param>
public sealed record JournalPlace(DateOnly Day, TransferId Transfer);

/// <summary>Where a page of a statement ended.</summary>
/// <param name="Day">The day of its last entry.</param>
/// <param name="Transfer">Its transfer.</param>
/// <param name="Line">Its line.</param>
public sealed record StatementPlace(DateOnly Day, TransferId Transfer, short Line);

/// <summary>A loan by its contract number.</summary>
public sealed class LoanName
{
    /// <summary>The loan.</summary>
    public LoanId Id { get; init; }

    /// <summary>Its contract number.</summary>
    public string Number { get; init; } = "";
}

/// <summary>Somebody who writes journals.</summary>
public sealed class WriterName
{
    /// <summary>The id as transfers keep it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name of the person or program.</summary>
    public string Name { get; init; } = "";
}

/// <summary>Compares the books with the loans and payments they are about, in one look.</summary>
public interface IBookProofs
{
    /// <summary>What was found.</summary>
    Task<Compared> Compare(CancellationToken ct);
}

/// <summary>What a comparison found.</summary>
/// <param name="Checked">How many balances were compared.</param>
/// <param name="Differences">How many differ.</param>
/// <param name="Rows">The first of them.</param>
public sealed record Compared(int Checked, int Differences, IReadOnlyList<ProofRow> Rows);
