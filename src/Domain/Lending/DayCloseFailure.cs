using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>
/// A loan that could not be closed on a day. It is left out of the closes that follow until it is taken up again, from that
/// day on; the others go on without it.
/// </summary>
public sealed class DayCloseFailure
{
    /// <summary>The longest a reason is.</summary>
    public const int MaxReason = 500;

    private DayCloseFailure()
    {
    }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>The first day that could not be closed for it.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Why, as the last attempt said.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was last tried.</summary>
    public DateTimeOffset FailedAt { get; private set; }

    /// <summary>From when it is tried again.</summary>
    public DateTimeOffset NextAt { get; private set; }

    /// <summary>When it had caught up; null while it is set aside.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>Sets a loan aside. It is tried again by the next run.</summary>
    public static DayCloseFailure Of(LoanId loan, DateOnly day, string reason, DateTimeOffset at) =>
        new() { LoanId = loan, Day = day, Reason = Cut(reason), Attempts = 1, FailedAt = at, NextAt = at.AddMinutes(1) };

    /// <summary>It went wrong again: tried later and later, once an hour in the end.</summary>
    public void FailAgain(string reason, DateTimeOffset at)
    {
        Attempts++;
        (Reason, FailedAt, NextAt) = (Cut(reason), at, at.AddMinutes(Math.Min(60, 1 << Math.Min(Attempts - 1, 6))));
    }

    /// <summary>Somebody asks for it to be tried at once.</summary>
    public void Hurry(DateTimeOffset now) => NextAt = now;

    /// <summary>It has caught up.</summary>
    public void Resolve(DateTimeOffset at) => ResolvedAt ??= at;

    private static string Cut(string reason) => reason.Length <= MaxReason ? reason : reason[..MaxReason];
}
