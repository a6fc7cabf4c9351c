using System.Text;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;

namespace Paylatch.Web.Tests.Payments;

/// <summary>What Stripe's events and amounts mean to us.</summary>
public class StripeEventTests
{
    [Fact]
    public void A_succeeded_payment_says_what_came_for_whom()
    {
        var message = Read("payment_intent.succeeded", """
            {"id":"pi_3","object":"payment_intent","amount":120050,"amount_received":120050,"currency":"kes","last_payment_error":null,
             "metadata":{"paylatch_intent":"0197a1f2-0000-7000-8000-000000000001","paylatch_tenant":"0197a1f2-0000-7000-8000-000000000002","paylatch_loan":"x"}}
            """);

        Assert.Equal(ProviderMessageKind.PaymentSucceeded, message.Kind);
        Assert.Equal("stripe", message.Provider);
        Assert.Equal("evt_1", message.EventId);
        Assert.Equal("pi_3", message.PaymentRef);
        Assert.Null(message.CheckoutRef);
        Assert.Equal(new Money(120050, Currency.Of("KES")), message.Amount);
        Assert.Equal(Guid.Parse("0197a1f2-0000-7000-8000-000000000001"), message.IntentId);
        Assert.Equal(new TenantId(Guid.Parse("0197a1f2-0000-7000-8000-000000000002")), message.Tenant);
        Assert.False(message.Livemode);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), message.Created);
    }

    [Fact]
    public void What_was_received_counts_not_what_was_asked()
    {
        var message = Read("payment_intent.succeeded", """{"id":"pi_3","object":"payment_intent","amount":500,"amount_received":300,"currency":"kes"}""");
        Assert.Equal(300, message.Amount!.Value.Minor);
    }

    [Theory]
    [InlineData("charge.succeeded", """{"id":"ch_3","object":"charge","payment_intent":"pi_3","amount":500,"currency":"kes"}""", null)]
    [InlineData("checkout.session.completed", """{"id":"cs_1","object":"checkout.session","payment_intent":"pi_3","amount_total":500,"currency":"kes"}""", "cs_1")]
    [InlineData("payment_intent.created", """{"id":"pi_3","object":"payment_intent","amount":500,"amount_received":0,"currency":"kes"}""", null)]
    public void Other_events_of_the_same_payment_are_no_second_money(string type, string about, string? checkout)
    {
        var message = Read(type, about);
        Assert.Equal(ProviderMessageKind.Other, message.Kind);
        Assert.Equal("pi_3", message.PaymentRef);
        Assert.Equal(checkout, message.CheckoutRef);
        Assert.Equal(new Money(500, Currency.Of("KES")), message.Amount);
    }

    [Fact]
    public void A_failed_attempt_says_why()
    {
        var message = Read("payment_intent.payment_failed", """
            {"id":"pi_3","object":"payment_intent","amount":500,"currency":"kes","last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds"}}
            """);
        Assert.Equal(ProviderMessageKind.PaymentFailed, message.Kind);
        Assert.Equal("insufficient_funds", message.Failure);
    }

    [Fact]
    public void A_payment_that_is_not_ours_is_read_without_our_ids()
    {
        var message = Read("payment_intent.succeeded", """{"id":"pi_9","object":"payment_intent","amount_received":500,"currency":"usd","metadata":{"order":"7","paylatch_intent":"no uuid"}}""");
        Assert.Equal(ProviderMessageKind.PaymentSucceeded, message.Kind);
        Assert.Null(message.IntentId);
        Assert.Null(message.Tenant);
    }

    [Fact]
    public void Money_in_a_currency_we_do_not_know_is_kept_but_not_counted()
    {
        var message = Read("payment_intent.succeeded", """{"id":"pi_9","object":"payment_intent","amount_received":500,"currency":"zzz"}""");
        Assert.Equal(ProviderMessageKind.Other, message.Kind);
        Assert.Null(message.Amount);
    }

    [Fact]
    public void An_expired_page_is_told_with_its_reference() =>
        Assert.Equal((ProviderMessageKind.CheckoutExpired, "cs_1"), Read("checkout.session.expired", """{"id":"cs_1","object":"checkout.session"}""") switch
        {
            var message => (message.Kind, message.CheckoutRef),
        });

    [Fact]
    public void A_pay_out_that_was_paid_says_what_came_to_the_bank_and_when_and_other_words_about_it_move_nothing()
    {
        const string Payout = """{"id":"po_1","object":"payout","amount":97100,"arrival_date":1700006400,"currency":"kes","status":"paid","metadata":{}}""";

        var paid = Read("payout.paid", Payout);

        Assert.Equal(
            (ProviderMessageKind.PaidOut, "po_1", new DateOnly(2023, 11, 15), new Money(97_100, Currency.Of("KES")), null, null),
            (paid.Kind, paid.PayoutRef, paid.PaidOn, paid.Amount, paid.PaymentRef, paid.CheckoutRef));
        Assert.Equal(ProviderMessageKind.Other, Read("payout.created", Payout).Kind);
        Assert.Equal(ProviderMessageKind.Other, Read("payout.failed", Payout).Kind);
        Assert.Equal(ProviderMessageKind.Other, Read("payout.paid", Payout.Replace("kes", "zzz", StringComparison.Ordinal)).Kind);
        Assert.Null(Read("payout.paid", Payout.Replace("1700006400", "null", StringComparison.Ordinal)).PaidOn);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"","type":"x","created":1,"livemode":false,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":"soon","livemode":false,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":99999999999999,"livemode":false,"data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":1,"livemode":"no","data":{"object":{}}}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":1,"livemode":false,"data":{"object":7}}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":1,"livemode":false,"data":{"object":{"amount":1.5,"currency":"kes"}}}""")]
    public void What_is_no_event_is_refused(string body) =>
        Assert.Equal("payments.webhook_unreadable", Assert.Throws<Refusal>(() => StripeEvent.Read(Encoding.UTF8.GetBytes(body))).Code);

    // https://docs.stripe.com/currencies: two-decimal, zero-decimal, the special cases ISK, UGX and MGA, three-decimal.
    [Theory]
    [InlineData("KES", 120050, 120050)]
    [InlineData("JPY", 500, 500)]
    [InlineData("RWF", 500, 500)]
    [InlineData("UGX", 5, 500)]
    [InlineData("ISK", 5, 500)]
    [InlineData("MGA", 500, 5)]
    [InlineData("HUF", 1045, 1045)]
    [InlineData("KWD", 5120, 5120)]
    public void Amounts_go_to_Stripe_and_come_back_as_its_currency_rules_say(string code, long ours, long stripes)
    {
        var money = new Money(ours, Currency.Of(code));
        Assert.Equal(stripes, StripeAmount.Of(money));
        Assert.Equal(money, StripeAmount.Read(stripes, code.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("KWD", 5124)]
    [InlineData("MGA", 150)]
    public void Amounts_cards_cannot_carry_are_refused_before_Stripe_is_asked(string code, long minor) =>
        Assert.Equal("payments.amount_not_chargeable", Assert.Throws<Refusal>(() => StripeAmount.Of(new Money(minor, Currency.Of(code)))).Code);

    [Fact]
    public void A_fraction_of_a_shilling_that_cannot_be_is_no_amount() => Assert.Null(StripeAmount.Read(550, "ugx"));

    private static ProviderMessage Read(string type, string about) => StripeEvent.Read(Encoding.UTF8.GetBytes(
        $$$"""{"id":"evt_1","object":"event","type":"{{{type}}}","created":1700000000,"livemode":false,"data":{"object":{{{about}}} }}"""));
}
