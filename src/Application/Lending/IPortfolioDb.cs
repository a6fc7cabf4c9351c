using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>The portfolio in sums. All amounts are minor units of the tenant's currency; no customer and no single loan is in them.</summary>
public interface IPortfolioDb
{
    /// <summary>The day the first loan began; null without loans.</summary>
    Task<DateOnly?> FirstLoanOn(CancellationToken ct);

    /// <summary>Which of these days were not counted yet.</summary>
    Task<IReadOnlyList<DateOnly>> Uncounted(IReadOnlyList<DateOnly> days, CancellationToken ct);

    /// <summary>Counts a day that is over and keeps the figures, once.</summary>
    Task CountDay(DateOnly day, CancellationToken ct);

    /// <summary>The portfolio at this moment, by bucket.</summary>
    Task<IReadOnlyList<StandNow>> Now(DateOnly today, PortfolioPart part, LoanBuckets buckets, CancellationToken ct);

    /// <summary>How days ended, by the buckets given: those days asked for that were counted.</summary>
    Task<IReadOnlyList<StandThen>> Then(IReadOnlyList<DateOnly> days, PortfolioPart part, LoanBuckets buckets, CancellationToken ct);

    /// <summary>What was asked and what came, by month; deposits are the sale's and not in it.</summary>
    Task<IReadOnlyList<MonthSums>> Collected(DateOnly from, DateOnly to, PortfolioPart part, CancellationToken ct);

    /// <summary>Loans by month of booking, as they stood at the ends of months.</summary>
    Task<IReadOnlyList<VintageStand>> Vintages(DateOnly from, IReadOnlyList<DateOnly> monthEnds, PortfolioPart part, CancellationToken ct);

    /// <summary>Kinds of the devices that were sold.</summary>
    Task<IReadOnlyList<string>> Kinds(CancellationToken ct);

    /// <summary>How many devices are locked.</summary>
    Task<int> LockedDevices(PortfolioPart part, CancellationToken ct);
}

/// <summary>The part of the portfolio that is looked at.</summary>
/// <param name="Kind">Only loans for devices of this kind; null for all.</param>
/// <param name="Product">Only loans sold by this product; null for all.</param>
public sealed record PortfolioPart(string? Kind = null, ProductId? Product = null);

/// <summary>Loans of a bucket at this moment.</summary>
/// <param name="DaysFrom">The bucket's first day past due.</param>
/// <param name="Loans">How many.</param>
/// <param name="LateLoans">How many of them are late at all.</param>
/// <param name="PrincipalMinor">Principal owed.</param>
/// <param name="InterestMinor">Interest accrued and not paid.</param>
/// <param name="FeesMinor">Fees and tax that fell due and are not paid.</param>
/// <param name="PenaltiesMinor">Penalties charged and not paid.</param>
/// <param name="OwedMinor">All that is still to be paid, what is not yet due as well.</param>
/// <param name="LateMinor">What of it is past due.</param>
/// <param name="RiskMinor">Principal of those more than thirty days late.</param>
public sealed record StandNow(
    int DaysFrom, int Loans, int LateLoans, long PrincipalMinor, long InterestMinor, long FeesMinor, long PenaltiesMinor, long OwedMinor, long LateMinor, long RiskMinor);

/// <summary>Loans of a bucket at the end of a day.</summary>
/// <param name="Day">The day.</param>
/// <param name="DaysFrom">The bucket's first day past due.</param>
/// <param name="Loans">How many.</param>
/// <param name="PrincipalMinor">Principal owed.</param>
/// <param name="LateMinor">What was past due.</param>
/// <param name="RiskMinor">Principal of those more than thirty days late.</param>
public sealed record StandThen(DateOnly Day, int DaysFrom, int Loans, long PrincipalMinor, long LateMinor, long RiskMinor);

/// <summary>A month's money.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="DueMinor">Installments asked for in it.</param>
/// <param name="CollectedMinor">Payments that count from a day in it.</param>
public sealed record MonthSums(DateOnly Month, long DueMinor, long CollectedMinor);

/// <summary>The loans booked in a month, as they stood at the end of a month.</summary>
/// <param name="BookedIn">The first day of the month they were booked in.</param>
/// <param name="Day">The month's last day.</param>
/// <param name="BookedMinor">Principal lent.</param>
/// <param name="PrincipalMinor">Principal owed.</param>
/// <param name="RiskMinor">Principal of those more than thirty days late.</param>
public sealed record VintageStand(DateOnly BookedIn, DateOnly Day, long BookedMinor, long PrincipalMinor, long RiskMinor);
