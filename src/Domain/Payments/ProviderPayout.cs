using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Payments;

/// <summary>What a provider paid out, as its statement says.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Reference">Its name for the pay-out, unique with the provider.</param>
/// <param name="Gross">What left the money it holds.</param>
/// <param name="Fee">What of it the provider kept; nothing to all of it.</param>
/// <param name="PaidOn">The day.</param>
public sealed record PaidOut(string Provider, string Reference, Money Gross, Money Fee, DateOnly PaidOn);

/// <summary>
/// Card money a provider paid out to the merchant's bank: gross, less its fee. A pay-out all of which is fee is how a fee
/// is booked that was not known with the pay-out. It is written once and never changed.
/// </summary>
public sealed class ProviderPayout : Entity
{
    private ProviderPayout()
    {
    }

    /// <summary>Its id.</summary>
    public PayoutId Id { get; private set; }

    /// <summary>Who paid out.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>The provider's reference, unique with the provider.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>What left the money the provider holds, in minor units.</summary>
    public long GrossMinor { get; private set; }

    /// <summary>What of it the provider kept, in minor units.</summary>
    public long FeeMinor { get; private set; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; private set; }

    /// <summary>The day it was paid out.</summary>
    public DateOnly PaidOn { get; private set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>The user or key that recorded it; the provider where its own message did.</summary>
    public string RecordedBy { get; private set; } = "";

    /// <summary>Its transfer in the books.</summary>
    public TransferId TransferId { get; private set; }

    /// <summary>What left the money the provider holds.</summary>
    public Money Gross => new(GrossMinor, Currency);

    /// <summary>What of it the provider kept.</summary>
    public Money Fee => new(FeeMinor, Currency);

    /// <summary>What came to the bank.</summary>
    public Money Net => Gross - Fee;

    /// <summary>Refuses what no pay-out can be, whatever the provider holds.</summary>
    /// <exception cref="Refusal">
    /// <c>payments.payout_reference_invalid</c>, <c>payments.amount_not_positive</c>, <c>payments.payout_fee_invalid</c>,
    /// <c>payments.payout_day_invalid</c>
    /// </exception>
    public static void Check(PaidOut said, DateOnly today)
    {
        if (said.Reference.Length is 0 or > 100) throw PaymentsRefusals.PayoutReferenceInvalid();
        if (said.Gross.Minor <= 0) throw PaymentsRefusals.AmountNotPositive();
        if (said.Fee.Minor < 0 || said.Fee > said.Gross) throw PaymentsRefusals.PayoutFeeInvalid();
        if (said.PaidOn > today || said.PaidOn.Year < 2000) throw PaymentsRefusals.PayoutDayInvalid();
    }

    /// <summary>Writes it down.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="said">What the provider's statement says.</param>
    /// <param name="unsettled">What the provider holds now.</param>
    /// <param name="today">The tenant's day.</param>
    /// <param name="at">The time.</param>
    /// <param name="by">Who records it.</param>
    /// <param name="transfer">Its transfer.</param>
    /// <exception cref="Refusal">As <see cref="Check"/>, and <c>payments.payout_exceeds_unsettled</c></exception>
    public static ProviderPayout Record(PayoutId id, PaidOut said, Money unsettled, DateOnly today, DateTimeOffset at, string by, TransferId transfer)
    {
        Check(said, today);
        if (said.Gross > unsettled) throw PaymentsRefusals.PayoutExceedsUnsettled(unsettled);
        var payout = new ProviderPayout
        {
            Id = id, Provider = said.Provider, Reference = said.Reference, GrossMinor = said.Gross.Minor, FeeMinor = said.Fee.Minor,
            Currency = said.Gross.Currency, PaidOn = said.PaidOn, RecordedAt = at, RecordedBy = by, TransferId = transfer,
        };
        payout.Raise(new ProviderPaidOut(id, said.Provider, said.Reference, said.Gross, said.Fee, payout.Net, said.PaidOn));
        return payout;
    }

    /// <summary>True when it is what was said.</summary>
    public bool Says(PaidOut said) => new PaidOut(Provider, Reference, Gross, Fee, PaidOn) == said;
}
