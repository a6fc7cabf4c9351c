using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>Which way a period went.</summary>
public enum PeriodStep
{
    /// <summary>The books were closed further.</summary>
    Closed,

    /// <summary>The last close was taken back.</summary>
    Reopened,
}

/// <summary>
/// A step of closing the books. The last one says through which day they are closed; nothing can be booked on that day or
/// an earlier one. Steps are added to, never changed.
/// </summary>
public sealed class Period : Entity
{
    private Period()
    {
    }

    /// <summary>Which step it was; the database counts.</summary>
    public long Number { get; private set; }

    /// <summary>Which way.</summary>
    public PeriodStep Step { get; private set; }

    /// <summary>Through which day the books are closed from then on; null for not at all.</summary>
    public DateOnly? Through { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>By whom.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>Why it was opened again; null for a close.</summary>
    public string? Reason { get; private set; }

    /// <summary>Closes the books through a day.</summary>
    /// <param name="before">The last step; null when there was none.</param>
    /// <param name="through">The last day to be closed.</param>
    /// <param name="today">The tenant's day.</param>
    /// <param name="now">The time.</param>
    /// <param name="actor">Who does it.</param>
    /// <exception cref="Refusal"><c>ledger.period_not_over</c>, <c>ledger.period_closed</c></exception>
    public static Period Close(Period? before, DateOnly through, DateOnly today, DateTimeOffset now, string actor)
    {
        if (through >= today) throw LedgerRefusals.PeriodNotOver();
        if (before?.Through >= through) throw LedgerRefusals.PeriodClosed(before.Through.Value);
        var period = new Period { Step = PeriodStep.Closed, Through = through, At = now, Actor = actor };
        period.Raise(new BooksClosed(through));
        return period;
    }

    /// <summary>Opens the last closed period again.</summary>
    /// <param name="last">The last step: that close, or a reopening that left it the last.</param>
    /// <param name="earlier">Through which day the books were closed before it; null for not at all.</param>
    /// <param name="now">The time.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="Refusal"><c>ledger.nothing_closed</c>, <c>ledger.reason_needed</c></exception>
    public static Period Reopen(Period last, DateOnly? earlier, DateTimeOffset now, string actor, string? reason)
    {
        if (last.Through is not { } through) throw LedgerRefusals.NothingClosed();
        var why = Why(reason);
        var period = new Period { Step = PeriodStep.Reopened, Through = earlier, At = now, Actor = actor, Reason = why };
        period.Raise(new BooksReopened(through, earlier, why));
        return period;
    }

    /// <summary>A reason, trimmed.</summary>
    /// <exception cref="Refusal"><c>ledger.reason_needed</c></exception>
    public static string Why(string? reason) => reason?.Trim() is { Length: >= 3 and <= 500 } why ? why : throw LedgerRefusals.ReasonNeeded();
}
