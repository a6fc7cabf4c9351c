using System.Globalization;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>What is believed of a loan.</summary>
public enum LoanClass
{
    /// <summary>It will be paid.</summary>
    Performing,

    /// <summary>It will not be paid in full: too late, or somebody said so.</summary>
    Defaulted,

    /// <summary>It was given up as lost; what is owed stays owed.</summary>
    ChargedOff,
}

/// <summary>How a loan stood in the books when it was given up, in minor units. While it is, its accounts are frozen there.</summary>
/// <param name="On">The day.</param>
/// <param name="LostMinor">All receivables: principal, interest, fees and penalties.</param>
/// <param name="AllowanceMinor">What of that the allowance for loan losses bore.</param>
/// <param name="PaidMinor">What had been paid; what is paid beyond was recovered.</param>
/// <param name="InterestIncomeMinor">Interest earned.</param>
/// <param name="FeeIncomeMinor">Fees recognised.</param>
/// <param name="TaxMinor">Tax recognised.</param>
/// <param name="PenaltyIncomeMinor">Penalties charged.</param>
/// <param name="RebatesMinor">What was forgiven.</param>
public sealed record LoanChargeOff(
    DateOnly On, long LostMinor, long AllowanceMinor, long PaidMinor, long InterestIncomeMinor, long FeeIncomeMinor, long TaxMinor,
    long PenaltyIncomeMinor, long RebatesMinor);

/// <content>Expected loss, default, charge-off and what undoes it.</content>
public sealed partial class Loan
{
    /// <summary>More days past due than these are default.</summary>
    public const int DefaultAfterDays = 90;

    /// <summary>Performing, in default or given up.</summary>
    public LoanClass Class { get; private set; }

    /// <summary>Set while it is given up.</summary>
    public LoanChargeOff? ChargedOff { get; private set; }

    /// <summary>What of it stands in the allowance for loan losses.</summary>
    public long ProvisionMinor { get; private set; }

    /// <summary>What of it stands in the allowance for loan losses.</summary>
    public Money Provision => new(ProvisionMinor, Currency);

    /// <summary>
    /// What the books show as owed and may be lost: principal, interest earned, fees recognised; no penalties. Zero once
    /// it is paid off or given up. Needs the installments loaded.
    /// </summary>
    public Money Outstanding
    {
        get
        {
            var books = Accounts();
            return new Money(State == LoanState.PaidOff || ChargedOff is not null ? 0 : books.Principal + books.Interest + books.Fees, Currency);
        }
    }

    /// <summary>Brings the allowance to what its class calls for on a day; the same as the close of that day does by sets.</summary>
    public void ProvideFor(LoanBuckets buckets, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        CatchUp(today);
        Provide(LoanBuckets.Expected(Outstanding.Minor, buckets.Of(DaysPastDue(today), Class).RateBasisPoints));
    }

    /// <summary>Says that it will not be paid in full, before its days say so.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.reason_needed</c>, <c>lending.paid_off_already</c>, <c>lending.charged_off_already</c>, <c>lending.defaulted_already</c>
    /// </exception>
    public void Default(string? reason, DateOnly today)
    {
        var why = LendingRefusals.Reason(reason);
        RequireOwing();
        CatchUp(today);
        if (Class == LoanClass.ChargedOff) throw LendingRefusals.ChargedOffAlready();
        if (Class == LoanClass.Defaulted) throw LendingRefusals.DefaultedAlready();
        Defaulted(why);
    }

    /// <summary>Takes it out of default by hand. Too late a loan leaves it only by being paid.</summary>
    /// <exception cref="Refusal"><c>lending.reason_needed</c>, <c>lending.not_defaulted</c>, <c>lending.default_by_days</c></exception>
    public void LiftDefault(string? reason, DateOnly today)
    {
        var why = LendingRefusals.Reason(reason);
        if (Class != LoanClass.Defaulted) throw LendingRefusals.NotDefaulted();
        if (DaysPastDue(today) > DefaultAfterDays) throw LendingRefusals.DefaultByDays(DefaultAfterDays);
        CatchUp(today);
        Version++;
        Performing(why);
    }

    /// <summary>
    /// Gives it up as lost: its receivables leave the books, what the allowance does not bear is a loss. What is owed stays
    /// owed, and the device's rules stay as they are; it earns nothing and is charged nothing any more.
    /// </summary>
    /// <exception cref="Refusal"><c>lending.reason_needed</c>, <c>lending.paid_off_already</c>, <c>lending.charged_off_already</c></exception>
    public void ChargeOff(string? reason, DateOnly today)
    {
        var why = LendingRefusals.Reason(reason);
        RequireOwing();
        if (Class == LoanClass.ChargedOff) throw LendingRefusals.ChargedOffAlready();
        CatchUp(today);
        var before = Accounts();
        var lost = before.Principal + before.Interest + before.Fees + before.Penalties;
        Take(Record(LoanTransactionKind.ChargeOff, CaughtUpOn, today, lost, data: new() { Reason = why, AllowanceMinor = Math.Min(ProvisionMinor, lost) }));
        Move(TransferKind.ChargedOff, Accounts() - before);
        ReleaseWhatIsSettled();
        Class = LoanClass.ChargedOff;
        Version++;
        Raise(new LoanChargedOff(Id, DeviceId, CustomerId, new Money(lost, Currency), why, Version));
    }

    /// <summary>Takes a loan given up back into the books, where it stands as if it had never left them; what was recovered counts as paid.</summary>
    /// <exception cref="Refusal"><c>lending.reason_needed</c>, <c>lending.paid_off_already</c>, <c>lending.not_charged_off</c></exception>
    public void WriteBack(string? reason, DateOnly today)
    {
        var why = LendingRefusals.Reason(reason);
        RequireOwing();
        if (ChargedOff is null) throw LendingRefusals.NotChargedOff();
        CatchUp(today);
        var before = Accounts();
        Take(Record(LoanTransactionKind.WriteBack, CaughtUpOn, today, ChargedOff.LostMinor, data: new() { Reason = why }));
        Move(TransferKind.WrittenBack, Accounts() - before);
        Class = LoanClass.Performing;
        Version++;
        Raise(new LoanWrittenBack(Id, DeviceId, CustomerId, Outstanding, why, Version));
        DefaultByDays(today);
    }

    // What the loan's accounts are besides receivables and income: frozen while it is given up.
    private LoanAccounts WithRisk(LoanAccounts books)
    {
        var all = ChargedOff is not { } off ? books : new LoanAccounts
        {
            Credit = books.Credit,
            Tax = off.TaxMinor,
            InterestIncome = off.InterestIncomeMinor,
            FeeIncome = off.FeeIncomeMinor,
            PenaltyIncome = off.PenaltyIncomeMinor,
            Rebates = off.RebatesMinor,
            Losses = off.LostMinor - off.AllowanceMinor,
            Recoveries = PaidMinor - off.PaidMinor,
        };
        return all with
        {
            Allowance = ProvisionMinor,
            ProvisionExpense = ProvisionMinor + (ChargedOff?.AllowanceMinor ?? 0),
            Losses = all.Losses + ReturnLossMinor,
            Repossessed = RepossessedMinor,
        };
    }

    // What a charge-off does, now and whenever it is replayed. A payment found later to be older leaves less to be lost; the
    // allowance bears no more than there is of it.
    private void GiveUp(LoanTransaction input)
    {
        var books = Accounts();
        var lost = books.Principal + books.Interest + books.Fees + books.Penalties;
        var borne = Math.Clamp(input.Data?.AllowanceMinor ?? 0, 0, Math.Min(lost, ProvisionMinor));
        ProvisionMinor -= borne;
        ChargedOff = new LoanChargeOff(
            input.EffectiveOn, lost, borne, PaidMinor, books.InterestIncome, books.FeeIncome, books.Tax, books.PenaltyIncome, books.Rebates);
    }

    private void TakeBack()
    {
        ProvisionMinor += ChargedOff?.AllowanceMinor ?? 0;
        ChargedOff = null;
    }

    private void BeginRisk()
    {
        TakeBack();
        Pauses = [];
        (RepossessedMinor, ReturnLossMinor) = (0, 0);
    }

    // Nothing is set aside for what is paid off or given up.
    private void ReleaseWhatIsSettled()
    {
        if (State == LoanState.PaidOff || ChargedOff is not null) Provide(0);
    }

    private void Provide(long minor)
    {
        var before = Accounts();
        ProvisionMinor = minor;
        Move(TransferKind.Provisioned, Accounts() - before);
    }

    private void DefaultByDays(DateOnly today)
    {
        if (Class == LoanClass.Performing && DaysPastDue(today) is > DefaultAfterDays and var days)
            Defaulted(string.Create(CultureInfo.InvariantCulture, $"{Number} is {days} days past due."));
    }

    private void Defaulted(string why)
    {
        Class = LoanClass.Defaulted;
        Version++;
        Raise(new LoanDefaulted(Id, DeviceId, CustomerId, why, Version));
    }

    // Whoever cures it has raised the version.
    private void Cure()
    {
        if (Class == LoanClass.Defaulted) Performing("What was late is paid.");
    }

    private void Performing(string why)
    {
        Class = LoanClass.Performing;
        Raise(new LoanDefaultLifted(Id, DeviceId, CustomerId, why, Version));
    }
}
