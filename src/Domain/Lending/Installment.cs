using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>
/// One installment of a booked loan, in minor units of the loan's currency. Only its loan changes it; what is paid never
/// exceeds what is asked, of interest and of principal alike.
/// </summary>
public sealed class Installment
{
    private Installment()
    {
    }

    internal Installment(LoanId loan, ScheduleRow row)
    {
        LoanId = loan;
        Number = row.Number;
        DueOn = row.Due;
        PrincipalMinor = row.Principal.Minor;
        InterestMinor = row.Interest.Minor;
    }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>1 is the first.</summary>
    public int Number { get; private set; }

    /// <summary>The last day on which it is paid in time.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>Principal asked.</summary>
    public long PrincipalMinor { get; private set; }

    /// <summary>Interest asked.</summary>
    public long InterestMinor { get; private set; }

    /// <summary>Principal paid.</summary>
    public long PaidPrincipalMinor { get; private set; }

    /// <summary>Interest paid.</summary>
    public long PaidInterestMinor { get; private set; }

    /// <summary>Asked altogether.</summary>
    public long TotalMinor => PrincipalMinor + InterestMinor;

    /// <summary>Paid altogether.</summary>
    public long PaidMinor => PaidPrincipalMinor + PaidInterestMinor;

    /// <summary>Still owed.</summary>
    public long OwedMinor => TotalMinor - PaidMinor;

    /// <summary>True when nothing is owed on it.</summary>
    public bool IsPaid => OwedMinor == 0;

    // Interest before principal, never more than is owed.
    internal Allocation Take(Money available)
    {
        var interest = Math.Min(available.Minor, InterestMinor - PaidInterestMinor);
        var principal = Math.Min(available.Minor - interest, PrincipalMinor - PaidPrincipalMinor);
        PaidInterestMinor += interest;
        PaidPrincipalMinor += principal;
        return new Allocation(Number, new Money(principal, available.Currency), new Money(interest, available.Currency));
    }
}

/// <summary>The part of a payment that went to one installment.</summary>
/// <param name="Installment">The installment's number.</param>
/// <param name="Principal">What repaid principal.</param>
/// <param name="Interest">What paid interest.</param>
public sealed record Allocation(int Installment, Money Principal, Money Interest)
{
    /// <summary>Both together.</summary>
    public Money Total => Principal + Interest;
}

/// <summary>What a loan took of a payment. The allocations and the rest together are the payment, to the minor unit.</summary>
/// <param name="Allocations">What went where, oldest installment first.</param>
/// <param name="Rest">What the loan did not need; zero nearly always.</param>
public sealed record AppliedPayment(IReadOnlyList<Allocation> Allocations, Money Rest)
{
    /// <summary>Principal repaid.</summary>
    public Money Principal => Allocations.Aggregate(Money.Zero(Rest.Currency), (sum, part) => sum + part.Principal);

    /// <summary>Interest paid.</summary>
    public Money Interest => Allocations.Aggregate(Money.Zero(Rest.Currency), (sum, part) => sum + part.Interest);
}
