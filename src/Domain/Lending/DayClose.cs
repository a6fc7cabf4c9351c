using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>
/// The close of one day: every active loan is looked at once. The work is split into lanes over ranges of loan ids; how
/// far each has come is its own (<see cref="DayCloseLane"/>). The sums here are of finished lanes, taken when all are.
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

    /// <summary>How many lanes it has.</summary>
    public int Lanes { get; private set; }

    /// <summary>How many loans there were to look at when it began.</summary>
    public int Expected { get; private set; }

    /// <summary>How many loans were looked at.</summary>
    public int Loans { get; private set; }

    /// <summary>How many customers are to be reminded.</summary>
    public int Reminded { get; private set; }

    /// <summary>How many loans became overdue.</summary>
    public int Overdue { get; private set; }

    /// <summary>For how many loans grace ended: their devices are to be locked.</summary>
    public int GraceEnded { get; private set; }

    /// <summary>How many loans were charged a penalty.</summary>
    public int Penalties { get; private set; }

    /// <summary>How many loans were set aside because they could not be closed.</summary>
    public int Failed { get; private set; }

    /// <summary>When every loan had been looked at; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Every loan has been looked at, or set aside. Again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">A lane is not finished: a bug of the caller.</exception>
    public void Finish(IReadOnlyList<DayCloseLane> lanes, DateTimeOffset at)
    {
        if (FinishedAt is not null) return;
        if (lanes.Any(lane => lane.FinishedAt is null)) throw new InvalidOperationException($"A lane of {Day:yyyy-MM-dd} is not finished.");
        foreach (var did in lanes.Select(lane => lane.Did))
        {
            Loans += did.Loans;
            Reminded += did.Reminded;
            Overdue += did.Overdue;
            GraceEnded += did.GraceEnded;
            Penalties += did.Penalties;
            Failed += did.Failed;
        }

        FinishedAt = at;
        Raise(new DayClosed(Day, Loans, Reminded, Overdue, GraceEnded, Penalties, Failed));
    }
}

/// <summary>What was done with some loans on a day.</summary>
/// <param name="Loans">Loans looked at.</param>
/// <param name="Reminded">Customers to be reminded.</param>
/// <param name="Overdue">Loans that became overdue.</param>
/// <param name="GraceEnded">Loans whose grace ended.</param>
/// <param name="Penalties">Loans charged a penalty.</param>
/// <param name="Failed">Loans set aside.</param>
public readonly record struct DayCloseCounts(int Loans, int Reminded = 0, int Overdue = 0, int GraceEnded = 0, int Penalties = 0, int Failed = 0);

/// <summary>
/// A part of a day's loans: those with an id after <see cref="AfterId"/> through <see cref="ThroughId"/>. It goes through
/// them in sets by id and remembers the last one in the set's own transaction, so that it can die at any moment and be
/// taken up where it stopped.
/// </summary>
public sealed class DayCloseLane
{
    private DayCloseLane()
    {
    }

    /// <summary>The day.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>1 is the first.</summary>
    public int Lane { get; private set; }

    /// <summary>Its loans come after this id.</summary>
    public LoanId AfterId { get; private set; }

    /// <summary>Its last possible loan; null for the lane that takes all that come later.</summary>
    public LoanId? ThroughId { get; private set; }

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

    /// <summary>How many loans were charged a penalty.</summary>
    public int Penalties { get; private set; }

    /// <summary>How many loans were set aside.</summary>
    public int Failed { get; private set; }

    /// <summary>When it last came forward.</summary>
    public DateTimeOffset MovedAt { get; private set; }

    /// <summary>When it came to its end; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Where the next set begins.</summary>
    public LoanId Place => LastLoanId ?? AfterId;

    /// <summary>What it has done so far.</summary>
    public DayCloseCounts Did => new(Loans, Reminded, Overdue, GraceEnded, Penalties, Failed);

    /// <summary>Takes note of a set of loans.</summary>
    /// <exception cref="InvalidOperationException">The lane is finished: a bug of the caller.</exception>
    public void Took(LoanId last, DayCloseCounts did, DateTimeOffset at)
    {
        if (FinishedAt is not null) throw new InvalidOperationException($"Lane {Lane} of {Day:yyyy-MM-dd} is finished.");
        LastLoanId = last;
        Loans += did.Loans;
        Reminded += did.Reminded;
        Overdue += did.Overdue;
        GraceEnded += did.GraceEnded;
        Penalties += did.Penalties;
        Failed += did.Failed;
        MovedAt = at;
    }

    /// <summary>There are no more loans. Again changes nothing.</summary>
    public void Finish(DateTimeOffset at) => (FinishedAt, MovedAt) = (FinishedAt ?? at, at);
}
