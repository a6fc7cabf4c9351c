using FsCheck.Fluent;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Payments;

public sealed class ProviderPayoutTests
{
    private static readonly PaidOut Said = new("stripe", "po_1", Some.Kenyan(1_000), Some.Kenyan(29), Some.Day);

    [Fact]
    public void A_pay_out_keeps_what_was_said_and_knows_it_again()
    {
        var payout = Record(Said);

        Assert.Equal((Said.Gross, Said.Fee, Some.Kenyan(971), "po_1"), (payout.Gross, payout.Fee, payout.Net, payout.Reference));
        Assert.Equal([new ProviderPaidOut(payout.Id, "stripe", "po_1", Said.Gross, Said.Fee, Some.Kenyan(971), Some.Day)], payout.Events);
        Assert.True(payout.Says(Said));
        Assert.False(payout.Says(Said with { Fee = Some.Kenyan(0) }));
        Assert.False(payout.Says(Said with { PaidOn = Some.Day.AddDays(-1) }));
    }

    [Fact]
    public void What_no_pay_out_can_be_is_refused()
    {
        Assert.Equal("payments.payout_reference_invalid", Refused(Said with { Reference = "" }));
        Assert.Equal("payments.payout_reference_invalid", Refused(Said with { Reference = new string('x', 101) }));
        Assert.Equal("payments.amount_not_positive", Refused(Said with { Gross = Some.Kenyan(0), Fee = Some.Kenyan(0) }));
        Assert.Equal("payments.payout_fee_invalid", Refused(Said with { Fee = Some.Kenyan(1_000.01m) }));
        Assert.Equal("payments.payout_fee_invalid", Refused(Said with { Fee = Some.Kenyan(-0.01m) }));
        Assert.Equal("payments.payout_day_invalid", Refused(Said with { PaidOn = Some.Day.AddDays(1) }));
        Assert.Equal("payments.payout_day_invalid", Refused(Said with { PaidOn = default }));
        Assert.Equal("payments.payout_exceeds_unsettled", Refused(Said with { Gross = Some.Kenyan(1_000.01m) }));
        Assert.Null(Refused(Said with { Fee = Said.Gross }));
    }

    [Fact]
    public void Whatever_is_taken_is_net_and_fee_and_never_more_than_is_unsettled() => Holds.For(
        Gen.Choose(-5, 50).Three(),
        n =>
        {
            var (unsettled, gross, fee) = n;
            var said = Said with { Gross = new(gross, Some.Kes), Fee = new(fee, Some.Kes) };
            var fits = gross > 0 && gross <= unsettled && fee >= 0 && fee <= gross;
            Assert.Equal(fits, Refused(said, unsettled) is null);
            if (!fits) return;
            var payout = Record(said, unsettled);
            Assert.Equal(payout.GrossMinor, payout.Net.Minor + payout.FeeMinor);
            Assert.True(payout.Net.Minor >= 0);
        });

    private static ProviderPayout Record(PaidOut said, long unsettled = 100_000) => ProviderPayout.Record(
        new(Some.Guid()), said, new Money(unsettled, said.Gross.Currency), Some.Day, Some.Noon, "u", new(Some.Guid()));

    private static string? Refused(PaidOut said, long unsettled = 100_000) => (Xunit.Record.Exception(() => Record(said, unsettled)) as Refusal)?.Code;
}
