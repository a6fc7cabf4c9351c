using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>How far the return of a device has come.</summary>
public enum ReturnStep
{
    /// <summary>It came back.</summary>
    Received,

    /// <summary>Its value settled what was owed, as far as it went.</summary>
    Valued,

    /// <summary>It was sold.</summary>
    Sold,
}

/// <summary>A device that came back; one for each loan, each step once and in order.</summary>
public sealed class DeviceReturn : Entity
{
    /// <summary>The most a device may be valued at or sold for, in whole units.</summary>
    public const decimal MostValue = 1_000_000_000;

    private DeviceReturn()
    {
    }

    /// <summary>The loan it secured.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>The device.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>How far it has come.</summary>
    public ReturnStep Step { get; private set; }

    /// <summary>What it looks like.</summary>
    public string Condition { get; private set; } = "";

    /// <summary>True when it is to be sold again, false when it was only set free.</summary>
    public bool ToStock { get; private set; }

    /// <summary>The currency of the amounts.</summary>
    public Currency Currency { get; private set; }

    /// <summary>What it was valued at.</summary>
    public long? ValueMinor { get; private set; }

    /// <summary>What of that settled the loan; at so much it stood in the books.</summary>
    public long? SettledMinor { get; private set; }

    /// <summary>What it was sold for.</summary>
    public long? PriceMinor { get; private set; }

    /// <summary>What of that became the customer's credit.</summary>
    public long? SurplusMinor { get; private set; }

    /// <summary>The day it came back.</summary>
    public DateOnly ReceivedOn { get; private set; }

    /// <summary>The day it was valued.</summary>
    public DateOnly? ValuedOn { get; private set; }

    /// <summary>The day it was sold.</summary>
    public DateOnly? SoldOn { get; private set; }

    /// <summary>Records that a loan's device came back.</summary>
    /// <exception cref="Refusal"><c>lending.condition_invalid</c></exception>
    public static DeviceReturn Receive(Loan loan, string? condition, bool toStock, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var looks = condition?.Trim() is { Length: >= 3 and <= 300 } said ? said : throw LendingRefusals.ConditionInvalid();
        loan.DeviceCameBack(toStock, looks);
        return new DeviceReturn
        {
            LoanId = loan.Id,
            DeviceId = loan.DeviceId,
            Condition = looks,
            ToStock = toStock,
            Currency = loan.Currency,
            ReceivedOn = today,
        };
    }

    /// <summary>Values it, which settles the loan as far as the value goes.</summary>
    /// <exception cref="Refusal"><c>lending.value_invalid</c>, <c>lending.valued_already</c></exception>
    public void Value(Loan loan, Money value, DateOnly today)
    {
        Check(loan, value);
        if (Step != ReturnStep.Received) throw LendingRefusals.ValuedAlready();
        SettledMinor = loan.ValueDevice(value, today).Minor;
        (Step, ValueMinor, ValuedOn) = (ReturnStep.Valued, value.Minor, today);
    }

    /// <summary>Sells it for cash.</summary>
    /// <exception cref="Refusal"><c>lending.value_invalid</c>, <c>lending.not_valued</c>, <c>lending.sold_already</c></exception>
    public void Sell(Loan loan, Money price, DateOnly today)
    {
        Check(loan, price);
        if (Step == ReturnStep.Received) throw LendingRefusals.NotValued();
        if (Step == ReturnStep.Sold) throw LendingRefusals.SoldAlready();
        SurplusMinor = loan.SellDevice(price, new Money(SettledMinor ?? 0, Currency), today).Minor;
        (Step, PriceMinor, SoldOn) = (ReturnStep.Sold, price.Minor, today);
    }

    private void Check(Loan loan, Money amount)
    {
        ArgumentNullException.ThrowIfNull(loan);
        if (loan.Id != LoanId) throw new ArgumentException("The return is another loan's.", nameof(loan));
        if (amount.Minor < 0 || amount.Amount > MostValue) throw LendingRefusals.ValueInvalid();
    }
}
