using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>
/// How far the close of one day has come. It goes through the loans in sets by id and remembers the last one in the
/// set's own transaction, so that it can die at any moment and be taken up where it stopped.
/// </summary>
public sealed class DayClose : Entity
{
    private DayClose()
    {
    }

    /// <summary>The day, in the tenant's time zone.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>The last loan looked at; null before the first.</summary>
    public LoanId? LastLoanId { get; private set; }

    /// <summary>How many loans were looked at.</summary>
    public int Loans { get; private set; }

    /// <summary>How many customers are to be reminded.</summary>
    public int Reminded { get; private set; }

    /// <summary>How many loans became overdue.</summary>
    public int Overdue { get; private set; }

    /// <summary>For how many loans grace ended.</summary>
    public int GraceEnded { get; private set; }

    /// <summary>When every loan had been looked at; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Begins a day.</summary>
    public static DayClose Begin(DateOnly day, DateTimeOffset at) => new() { Day = day, StartedAt = at };

    /// <summary>Takes note of a set of loans.</summary>
    /// <exception cref="InvalidOperationException">The day is finished: a bug of the caller.</exception>
    public void Took(LoanId last, int loans, int reminded, int overdue, int graceEnded)
    {
        if (FinishedAt is not null) throw new InvalidOperationException($"The close of {Day:yyyy-MM-dd} is finished.");
        LastLoanId = last;
        Loans += loans;
        Reminded += reminded;
        Overdue += overdue;
        GraceEnded += graceEnded;
    }

    /// <summary>Every loan has been looked at. Again changes nothing.</summary>
    public void Finish(DateTimeOffset at)
    {
        if (FinishedAt is not null) return;
        FinishedAt = at;
        Raise(new DayClosed(Day, Loans, Reminded, Overdue, GraceEnded));
    }
}
