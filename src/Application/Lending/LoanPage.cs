using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>How an installment stands on a day.</summary>
public enum RowState
{
    /// <summary>Nothing is owed on it.</summary>
    Paid,

    /// <summary>Its day has passed.</summary>
    Overdue,

    /// <summary>Its day is today.</summary>
    DueToday,

    /// <summary>Its day is to come and part of it is paid.</summary>
    PartPaid,

    /// <summary>Its day is to come.</summary>
    Upcoming,
}

/// <summary>Part of a payment, laid on the installment it went to.</summary>
/// <param name="Payment">The payment.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Method"><c>cash</c> or <c>card</c>.</param>
/// <param name="At">When it came.</param>
/// <param name="Amount">The part.</param>
public sealed record LaidPayment(PaymentId Payment, string Receipt, string Method, DateTimeOffset At, Money Amount);

/// <summary>An installment with what was paid on it.</summary>
/// <param name="Number">1 is the first.</param>
/// <param name="DueOn">The last day in time.</param>
/// <param name="Principal">Principal asked.</param>
/// <param name="Interest">Interest asked.</param>
/// <param name="Paid">Paid on it.</param>
/// <param name="State">How it stands.</param>
/// <param name="Payments">The payments laid on it, oldest first.</param>
public sealed record LoanRow(
    int Number, DateOnly DueOn, Money Principal, Money Interest, Money Paid, RowState State, IReadOnlyList<LaidPayment> Payments)
{
    /// <summary>Asked altogether.</summary>
    public Money Total => Principal + Interest;

    /// <summary>Still owed.</summary>
    public Money Owed => Total - Paid;
}

/// <summary>A payment of a loan.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Method"><c>cash</c>, <c>card</c> or <c>deposit</c>.</param>
/// <param name="At">When it came.</param>
/// <param name="Amount">All of it.</param>
public sealed record LoanPayment(PaymentId Id, string Receipt, string Method, DateTimeOffset At, Money Amount);

/// <summary>The customer of a loan, with personal details masked.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="NationalId">The national id, masked.</param>
/// <param name="Culture">The language read; null for the tenant's.</param>
public sealed record LoanCustomer(CustomerId Id, string Name, string Phone, string NationalId, string? Culture);

/// <summary>What a payment of some amount would do.</summary>
/// <param name="Amount">The amount; never more than is owed.</param>
/// <param name="Cleared">How many installments it would clear.</param>
/// <param name="Balance">What would still be owed.</param>
/// <param name="NextDueOn">When the next would be due; null when nothing would be owed.</param>
/// <param name="LockOn">From when the device would lock; null when it never would again.</param>
public sealed record WhatIf(Money Amount, int Cleared, Money Balance, DateOnly? NextDueOn, DateOnly? LockOn);

/// <summary>One loan, as its page shows it.</summary>
public sealed record LoanPage
{
    /// <summary>The loan.</summary>
    public required LoanId Id { get; init; }

    /// <summary>The contract number.</summary>
    public required string Number { get; init; }

    /// <summary>Active or paid off.</summary>
    public required LoanState State { get; init; }

    /// <summary>How it stands today.</summary>
    public required LoanStanding Standing { get; init; }

    /// <summary>The tenant's today.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The tenant's present moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The tenant's time zone.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>What the device costs.</summary>
    public required Money Price { get; init; }

    /// <summary>Paid at the counter.</summary>
    public required Money Deposit { get; init; }

    /// <summary>What was lent.</summary>
    public required Money Principal { get; init; }

    /// <summary>All installments.</summary>
    public required Money Total { get; init; }

    /// <summary>Paid of them.</summary>
    public required Money Paid { get; init; }

    /// <summary>What is due by the end of today and unpaid.</summary>
    public required Money Arrears { get; init; }

    /// <summary>When the oldest unpaid installment is due; null when paid off.</summary>
    public required DateOnly? NextDueOn { get; init; }

    /// <summary>What is owed on it.</summary>
    public required Money NextDueAmount { get; init; }

    /// <summary>From when the device locks; null when paid off.</summary>
    public required DateOnly? LockOn { get; init; }

    /// <summary>Days since the oldest unpaid installment was due.</summary>
    public required int DaysPastDue { get; init; }

    /// <summary>How interest is reckoned.</summary>
    public required InterestMethod Method { get; init; }

    /// <summary>Percent a year.</summary>
    public required decimal Rate { get; init; }

    /// <summary>Units between installments.</summary>
    public required int Every { get; init; }

    /// <summary>The unit.</summary>
    public required RepayUnit Unit { get; init; }

    /// <summary>Days of grace.</summary>
    public required int GraceDays { get; init; }

    /// <summary>The day the device was handed over.</summary>
    public required DateOnly DisbursedOn { get; init; }

    /// <summary>Who owes it.</summary>
    public required LoanCustomer Customer { get; init; }

    /// <summary>What secures it.</summary>
    public required DeviceId DeviceId { get; init; }

    /// <summary>The device as last known; null when it is not there.</summary>
    public required DeviceFacts? Device { get; init; }

    /// <summary>The installments.</summary>
    public required IReadOnlyList<LoanRow> Rows { get; init; }

    /// <summary>All payments, oldest first.</summary>
    public required IReadOnlyList<LoanPayment> Payments { get; init; }

    /// <summary>What is still owed.</summary>
    public Money Balance => Total - Paid;

    /// <summary>What a payment today would do: oldest installment first, as payments are taken.</summary>
    public WhatIf Paying(Money amount)
    {
        var zero = Money.Zero(Total.Currency);
        var taken = amount < zero ? zero : Money.Min(amount, Balance);
        var (rest, cleared) = (taken, 0);
        DateOnly? next = null;
        foreach (var row in Rows.Where(row => !row.Owed.IsZero))
        {
            if (rest >= row.Owed)
            {
                rest -= row.Owed;
                cleared++;
                continue;
            }

            next = row.DueOn;
            break;
        }

        return new WhatIf(taken, cleared, Balance - taken, next, next?.AddDays(GraceDays + 1));
    }
}
