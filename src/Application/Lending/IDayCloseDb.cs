using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What is kept of closes of days.</summary>
public interface IDayCloseDb
{
    /// <summary>The closes of days.</summary>
    DbSet<DayClose> DayCloses { get; }

    /// <summary>Their lanes.</summary>
    DbSet<DayCloseLane> Lanes { get; }

    /// <summary>Loans that were set aside.</summary>
    DbSet<DayCloseFailure> Failures { get; }

    /// <summary>At which hour days are closed: one row, or none.</summary>
    DbSet<DayCloseSettings> CloseSettings { get; }

    /// <summary>What the days brought, by day and currency.</summary>
    IQueryable<DayCloseSum> Sums { get; }

    /// <summary>Loans, to name those that were set aside.</summary>
    DbSet<Loan> Loans { get; }

    /// <summary>Begins a day unless it has begun: its lanes share the active loans out evenly.</summary>
    Task Begin(DateOnly day, int mostLanes, DateTimeOffset now, CancellationToken ct);

    /// <summary>Locks the close of a day until the transaction ends; others wait for their turn.</summary>
    Task<DayClose> LockDay(DateOnly day, CancellationToken ct);

    /// <summary>The first day to be closed when none was: the day the oldest active loan began; null without loans.</summary>
    Task<DateOnly?> FirstDay(CancellationToken ct);
}

/// <summary>What closing a set of loans needs.</summary>
public interface ICloseSetDb
{
    /// <summary>Locks a lane until the transaction ends; null when somebody else works on it.</summary>
    Task<DayCloseLane?> LockLane(DateOnly day, int lane, CancellationToken ct);

    /// <summary>
    /// Chooses a lane's next loans by id and locks their rows until the transaction ends, so that a payment is seen whole or
    /// comes after. Loans set aside are left out.
    /// </summary>
    Task<LoanSet> LockNextLoans(DayCloseLane lane, int limit, CancellationToken ct);

    /// <summary>
    /// Lets the set's loans earn the day's interest, where nothing else can happen to them on that day: in one statement, with
    /// a journal each. To be called after their rows were locked and the books of their currencies opened.
    /// </summary>
    /// <returns>The loans to which more may happen, untouched and read with their installments, and what the others earned.</returns>
    Task<Accrued> Accrue(DayCloseLane lane, LoanSet set, LoanBuckets buckets, TenantClock clock, CancellationToken ct);

    /// <summary>The loans of a set.</summary>
    Task<IReadOnlyList<LoanId>> IdsOf(LoanSet set, CancellationToken ct);

    /// <summary>Notes reminders and says which of them are new.</summary>
    Task<IReadOnlySet<ReminderNote>> NoteReminders(IReadOnlyList<ReminderNote> notes, DateOnly day, CancellationToken ct);

    /// <summary>Adds to what the lane's day brought, and tells whoever watches that it came forward.</summary>
    Task Add(DateOnly day, int lane, IReadOnlyList<DayCloseSum> sums, TenantId tenant, CancellationToken ct);

    /// <summary>Locks what is known of a loan that is set aside; null when it is not, or somebody else is at it.</summary>
    Task<DayCloseFailure?> LockFailure(LoanId loan, CancellationToken ct);
}

/// <summary>A set of loans on the way through a lane.</summary>
/// <param name="After">The set begins after this id.</param>
/// <param name="Last">The last id of the set; null when there are no more loans.</param>
/// <param name="Count">How many it has, their rows locked.</param>
/// <param name="Currencies">Their currencies.</param>
/// <param name="More">True when there may be more after it.</param>
public sealed record LoanSet(LoanId After, LoanId? Last, int Count, IReadOnlyList<Currency> Currencies, bool More);

/// <summary>What set-based accrual did and what it left.</summary>
/// <param name="Left">Loans to which something may happen besides.</param>
/// <param name="Earned">What the others earned, by currency.</param>
public sealed record Accrued(IReadOnlyList<Loan> Left, IReadOnlyList<DayCloseSum> Earned);

/// <summary>What a day brought in one currency.</summary>
/// <param name="Day">The day.</param>
/// <param name="Currency">The currency.</param>
/// <param name="InterestMinor">Interest earned.</param>
/// <param name="FeesMinor">Fees and tax that fell due.</param>
/// <param name="PenaltiesMinor">Penalties charged.</param>
public sealed record DayCloseSum(DateOnly Day, Currency Currency, long InterestMinor, long FeesMinor = 0, long PenaltiesMinor = 0);
