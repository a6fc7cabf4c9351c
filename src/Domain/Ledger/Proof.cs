using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>A place where the books and what they are about do not agree.</summary>
/// <param name="What">What it is about: a contract number, a provider, or the account itself.</param>
/// <param name="Loan">The loan, if it is about one.</param>
/// <param name="Account">The account's code.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="ExpectedMinor">What the account should show, debits positive, by the loans and payments.</param>
/// <param name="BookedMinor">What it shows.</param>
public sealed record ProofRow(string What, Guid? Loan, string Account, string Currency, long ExpectedMinor, long BookedMinor);

/// <summary>One comparison of the books with what they are about. It is written once.</summary>
public sealed class BookProof : Entity
{
    /// <summary>How many rows a proof names; more than that is one trouble, not many.</summary>
    public const int Most = 100;

    private BookProof()
    {
    }

    /// <summary>Its id.</summary>
    public Guid Id { get; private set; }

    /// <summary>When the books were compared.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The tenant's day then.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Who asked for it.</summary>
    public string AskedBy { get; private set; } = "";

    /// <summary>How many balances were compared.</summary>
    public int Checked { get; private set; }

    /// <summary>How many differ.</summary>
    public int Differences { get; private set; }

    /// <summary>The first of those that differ.</summary>
    public IReadOnlyList<ProofRow> Rows { get; private set; } = [];

    /// <summary>Keeps what was found; a difference is an alarm.</summary>
    public static BookProof Of(Guid id, DateTimeOffset at, DateOnly day, string by, int @checked, int differences, IReadOnlyList<ProofRow> rows)
    {
        var proof = new BookProof { Id = id, At = at, Day = day, AskedBy = by, Checked = @checked, Differences = differences, Rows = rows };
        if (differences > 0) proof.Raise(new BooksDiffer(id, differences, [.. rows.Select(r => $"{r.What} {r.Account} {r.Currency}")]));
        return proof;
    }
}
