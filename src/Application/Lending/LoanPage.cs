using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
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
/// <param name="Fees">Fees asked.</param>
/// <param name="Tax">Tax on them.</param>
/// <param name="Penalty">Penalties charged so far.</param>
/// <param name="Waived">What of all this was forgiven.</param>
/// <param name="Paid">Paid on it.</param>
/// <param name="PenaltyOwed">What of the penalties is still owed.</param>
/// <param name="State">How it stands.</param>
/// <param name="DaysPastDue">Days since it was due while something is owed on it; zero otherwise.</param>
/// <param name="Payments">The payments laid on it as they count today, oldest first.</param>
public sealed record LoanRow(
    int Number, DateOnly DueOn, Money Principal, Money Interest, Money Fees, Money Tax, Money Penalty, Money Waived, Money Paid,
    Money PenaltyOwed, RowState State, int DaysPastDue, IReadOnlyList<LaidPayment> Payments)
{
    /// <summary>Asked altogether and not forgiven.</summary>
    public Money Total => Principal + Interest + Fees + Tax + Penalty - Waived;

    /// <summary>Still owed.</summary>
    public Money Owed => Total - Paid;
}

/// <summary>A payment in a loan's list.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Method"><c>cash</c>, <c>card</c>, <c>deposit</c> or <c>credit</c>.</param>
/// <param name="At">When it came.</param>
/// <param name="Amount">All of it.</param>
/// <param name="PaidOn">The earlier day from which it counts, if one.</param>
/// <param name="Reversed">That it was taken back; null while it counts.</param>
public sealed record LoanPayment(
    PaymentId Id, string Receipt, string Method, DateTimeOffset At, Money Amount, DateOnly? PaidOn, TakenBack? Reversed);

/// <summary>That a payment was taken back.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who: a name.</param>
/// <param name="Why">Why, in their words.</param>
public sealed record TakenBack(DateTimeOffset At, string By, string Why);

/// <summary>The customer of a loan, with personal details masked.</summary>
/// <param name="Id">The customer.</param>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number, masked.</param>
/// <param name="NationalId">The national id, masked.</param>
/// <param name="Culture">The language read; null for the tenant's.</param>
public sealed record LoanCustomer(CustomerId Id, string Name, string Phone, string NationalId, string? Culture);

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

    /// <summary>What was handed out so far.</summary>
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

    /// <summary>Interest earned so far and not yet paid.</summary>
    public required Money Accrued { get; init; }

    /// <summary>Paid beyond what was owed and not given back.</summary>
    public required Money Credit { get; init; }

    /// <summary>What borrowing costs in percent a year; null in contracts older than terms.</summary>
    public required YearlyCost? Yearly { get; init; }

    /// <summary>What was agreed to be handed out later, and what became of it.</summary>
    public required IReadOnlyList<FurtherDisbursement> Further { get; init; }

    /// <summary>True while what is awaited of <see cref="Further"/> may be handed out.</summary>
    public required bool MayHandOut { get; init; }

    /// <summary>In what way it was restructured last; null when it was not, or that was undone.</summary>
    public required RestructureKind? Restructured { get; init; }

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

    /// <summary>What of it are penalties.</summary>
    public Money PenaltyOwed => Rows.Aggregate(Money.Zero(Total.Currency), (sum, row) => sum + row.PenaltyOwed);
}
