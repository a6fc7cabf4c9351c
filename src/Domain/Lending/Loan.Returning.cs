using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>The device comes back, is valued and sold, and settles what is owed.</content>
public sealed partial class Loan
{
    /// <summary>True once the device came back to be sold again: nothing that happens to this loan concerns it any more.</summary>
    public bool DeviceInStock { get; private set; }

    /// <summary>The value of the device in the books, until it is sold.</summary>
    public long RepossessedMinor { get; private set; }

    /// <summary>What selling it brought less than its value.</summary>
    public long ReturnLossMinor { get; private set; }

    /// <summary>The device came back. Its loan goes on until what it is worth is known.</summary>
    /// <param name="toStock">True when it is to be sold again, false when it is only to be set free.</param>
    /// <param name="condition">What it looks like.</param>
    public void DeviceCameBack(bool toStock, string condition)
    {
        DeviceInStock = toStock;
        Version++;
        Raise(new DeviceReturned(Id, DeviceId, CustomerId, toStock, condition, Version));
    }

    /// <summary>Settles what is owed by the value of the device, oldest installment first; never more than is owed.</summary>
    /// <returns>How much of the value was needed: at so much the device stands in the books.</returns>
    /// <exception cref="Refusal"><c>money.currency_mismatch</c></exception>
    public Money ValueDevice(Money value, DateOnly today)
    {
        if (value.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, value.Currency);
        CatchUp(today);
        var settled = Money.Min(value, Balance);
        Moved(new(), settled.Minor, today);
        Raise(new DeviceValued(Id, DeviceId, CustomerId, value, settled, Version));
        Better(null, today);
        return settled;
    }

    /// <summary>
    /// Sells the device. What it brings beyond its value in the books pays what is still owed, and the rest is the customer's
    /// credit; what it brings less is a loss.
    /// </summary>
    /// <returns>What became credit.</returns>
    /// <exception cref="Refusal"><c>money.currency_mismatch</c></exception>
    public Money SellDevice(Money price, Money bookValue, DateOnly today)
    {
        if (price.Currency != Currency) throw MoneyRefusals.CurrencyMismatch(Currency, price.Currency);
        CatchUp(today);
        var credit = Credit;
        Moved(new() { SoldAtValueMinor = bookValue.Minor }, price.Minor, today);
        Raise(new ReturnedDeviceSold(Id, DeviceId, CustomerId, price, Credit - credit, Version));
        Better(null, today);
        return Credit - credit;
    }

    private void Moved(LoanTransactionDetail data, long minor, DateOnly today)
    {
        var before = Accounts();
        Take(Record(LoanTransactionKind.Return, CaughtUpOn, today, minor, data: data));
        Move(TransferKind.DeviceReturned, Accounts() - before);
        Version++;
    }

    // What a valuation or a sale does, now and whenever it is replayed.
    private void SettleByDevice(LoanTransaction input)
    {
        var (sold, amount) = (input.Data?.SoldAtValueMinor, input.AmountMinor);
        RepossessedMinor += sold is { } value ? -value : amount;
        var gain = amount - (sold ?? 0);
        if (gain < 0) ReturnLossMinor -= gain;
        if (gain <= 0) return;
        var (shares, rest) = Allocator.Allocate(
            AllocationOrder.Default, AdvanceHandling.NextInstallment, _installments.Select(i => i.Open), gain, input.EffectiveOn);
        foreach (var share in shares) Give(share);
        CreditMinor += rest;
    }

    private void RaiseForDevice(DomainEvent happened)
    {
        if (!DeviceInStock) Raise(happened);
    }
}
