using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>Whether a loan is still being paid.</summary>
public enum LoanState
{
    /// <summary>Something is owed.</summary>
    Active,

    /// <summary>Nothing is owed any more; final.</summary>
    PaidOff,
}

/// <summary>How a loan stands on a day, from best to worst.</summary>
public enum LoanStanding
{
    /// <summary>Nothing is past its due date.</summary>
    Current,

    /// <summary>Something is past its due date, within grace.</summary>
    Overdue,

    /// <summary>The days of grace are over.</summary>
    GraceEnded,
}

/// <summary>
/// An installment loan on one device. An installment due on D is overdue from D+1; with G days of grace, grace has ended
/// and the device locks from D+G+1 (<see cref="LockOn"/>). Its state follows from its contract, its
/// <see cref="Transactions"/> and the day: taking them one by one and replaying them leave the same rows. Every change
/// that somebody may act on raises <see cref="Version"/>.
/// </summary>
public sealed partial class Loan : Entity
{
    private readonly List<Installment> _installments = [];

    private Loan()
    {
    }

    /// <summary>The loan's id.</summary>
    public LoanId Id { get; private set; }

    /// <summary>The contract number people read.</summary>
    public string Number { get; private set; } = "";

    /// <summary>Who owes it.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>The device that secures it.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>Active or paid off.</summary>
    public LoanState State { get; private set; }

    /// <summary>The standing as last aged or improved by a payment; <see cref="StandingOn"/> gives it for a day.</summary>
    public LoanStanding Standing { get; private set; }

    /// <summary>The currency of every amount.</summary>
    public Currency Currency { get; private set; }

    /// <summary>What the device costs.</summary>
    public long PriceMinor { get; private set; }

    /// <summary>What was paid at the counter.</summary>
    public long DepositMinor { get; private set; }

    /// <summary>What was handed out so far, or for what the device was sold.</summary>
    public long PrincipalMinor { get; private set; }

    /// <summary>How interest is reckoned.</summary>
    public InterestMethod InterestMethod { get; private set; }

    /// <summary>Percent a year.</summary>
    public decimal AnnualRatePercent { get; private set; }

    /// <summary>How many installments.</summary>
    public int InstallmentCount { get; private set; }

    /// <summary>Units between installments.</summary>
    public int RepayEvery { get; private set; }

    /// <summary>The unit of <see cref="RepayEvery"/>.</summary>
    public RepayUnit RepayUnit { get; private set; }

    /// <summary>Whole days after a due date before the device locks.</summary>
    public int GraceDays { get; private set; }

    /// <summary>The day the customer took the device.</summary>
    public DateOnly DisbursedOn { get; private set; }

    /// <summary>Which rules reckoned the schedule.</summary>
    public int EngineVersion { get; private set; }

    /// <summary>The product it was booked by; null for a plan of its own.</summary>
    public ProductId? ProductId { get; private set; }

    /// <summary>Which version of the product.</summary>
    public int? ProductVersion { get; private set; }

    /// <summary>What was agreed, as it was agreed.</summary>
    public LoanContract Contract { get; private set; } = new();

    /// <summary>All that is asked and not forgiven: principal, interest, fees, tax and the penalties charged so far.</summary>
    public long TotalMinor { get; private set; }

    /// <summary>Paid of <see cref="TotalMinor"/>.</summary>
    public long PaidMinor { get; private set; }

    /// <summary>The due date of the oldest installment not fully paid; null when paid off.</summary>
    public DateOnly? NextDueOn { get; private set; }

    /// <summary>Installments due by this day have been said to be overdue where they were; null before the first.</summary>
    public DateOnly? OverdueThrough { get; private set; }

    /// <summary>Rises by one with every change.</summary>
    public int Version { get; private set; }

    /// <summary>When it was booked.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The installments; by number only as far as they were loaded so.</summary>
    public IReadOnlyList<Installment> Installments => _installments;

    /// <summary>What the device costs.</summary>
    public Money Price => new(PriceMinor, Currency);

    /// <summary>What was paid at the counter.</summary>
    public Money Deposit => new(DepositMinor, Currency);

    /// <summary>What was handed out so far.</summary>
    public Money Principal => new(PrincipalMinor, Currency);

    /// <summary>All that is asked and not forgiven.</summary>
    public Money Total => new(TotalMinor, Currency);

    /// <summary>What has been paid to the installments.</summary>
    public Money Paid => new(PaidMinor, Currency);

    /// <summary>What is still owed, due or not.</summary>
    public Money Balance => new(TotalMinor - PaidMinor, Currency);

    /// <summary>The day from which the device locks if nothing more is paid; null when paid off.</summary>
    public DateOnly? LockOn => NextDueOn is { } due ? Later(due.AddDays(GraceDays + 1), LockNotBefore ?? default) : null;

    /// <summary>How payments are given and what being late costs.</summary>
    public LoanPolicy Policy => Contract.Policy ?? LoanPolicy.Default;

    /// <summary>The oldest installment not fully paid; null when paid off. Needs the installments loaded.</summary>
    public Installment? NextDue => _installments.Where(i => !i.IsPaid).MinBy(i => i.Number);

    /// <summary>What is owed on the oldest unpaid installment; zero when paid off. Needs the installments loaded.</summary>
    public Money NextDueAmount => new(NextDue?.OwedMinor ?? 0, Currency);

    /// <summary>
    /// Books a loan: its schedule and policy are fixed here. Nobody owes what was not handed out: it begins with its first
    /// disbursement, the others are in its contract until they are given.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.plan_uneven</c></exception>
    public static Loan Book(
        LoanId id, string number, CustomerId customer, DeviceId device, LoanTerms terms, DateTimeOffset at, LoanPolicy? policy = null,
        ProductId? product = null, int? productVersion = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(number);
        var schedule = terms.Schedule;
        var loan = new Loan
        {
            Id = id,
            Number = number,
            CustomerId = customer,
            DeviceId = device,
            Currency = terms.Price.Currency,
            PriceMinor = terms.Price.Minor,
            DepositMinor = terms.Deposit.Minor,
            PrincipalMinor = terms.Principal.Minor,
            InterestMethod = terms.Terms.InterestMethod,
            AnnualRatePercent = terms.Terms.AnnualRatePercent,
            InstallmentCount = schedule.Rows.Count,
            RepayEvery = terms.Terms.RepayEvery,
            RepayUnit = terms.Terms.RepayUnit,
            GraceDays = terms.GraceDays,
            DisbursedOn = terms.Terms.StartsOn,
            EngineVersion = Schedule.EngineVersion,
            ProductId = product,
            ProductVersion = productVersion,
            Contract = new LoanContract(Schedule.EngineVersion, policy ?? LoanPolicy.Default, terms.Terms),
            Version = 1,
            CreatedAt = at,
        };
        var rows = terms.Begun.Rows.Select(PlannedRow.Of).ToList();
        loan.Record(LoanTransactionKind.Booking, terms.Terms.StartsOn, terms.Terms.StartsOn, terms.Principal.Minor, data: new() { Rows = rows });
        loan.Begin(rows);
        var first = loan.NextDue!.DueOn;
        loan.NextDueOn = first;
        loan.Raise(new LoanBooked(id, device, customer, number, loan.Principal, loan.Total, loan.InstallmentCount, first, loan.Version));
        loan.Raise(new LockDateMoved(id, device, first.AddDays(loan.GraceDays + 1), loan.Version));
        return loan;
    }
}
