using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Payments;

/// <summary>Our client against the simulator over real HTTP: paying, declining, and what Stripe refuses.</summary>
public class StripeClientTests(StripeBench bench) : IClassFixture<StripeBench>
{
    private const string Good = "4242 4242 4242 4242";
    private const string Declined = "4000 0000 0000 0002";
    private const string AsksMore = "4000 0025 0000 3155";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customer_pays_on_the_page_and_a_signed_message_tells_of_it()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var wish = Shop.Wish();

        var page = await portal.Cards.StartCheckout(shop.Account, wish, Ct);
        var html = await bench.Http.GetStringAsync(page.Url, Ct);
        var open = await portal.Cards.FindCheckout(shop.Account, page.ProviderRef, Ct);
        using var paid = await shop.Pay(page, Good);
        var message = await shop.Next(portal, "payment_intent.succeeded", Ct);

        Assert.StartsWith("cs_test_", page.ProviderRef, StringComparison.Ordinal);
        Assert.Contains("KES 1,200.50", html, StringComparison.Ordinal);
        Assert.Contains("Jumbo &amp; Sons", html, StringComparison.Ordinal);
        Assert.Equal(new CheckoutStatus(page.ProviderRef, CheckoutState.Open, false, null), open);
        Assert.Equal(HttpStatusCode.Redirect, paid.StatusCode);
        Assert.Equal($"http://shop.localhost/me/paid?page={page.ProviderRef}", paid.Headers.Location!.OriginalString);
        Assert.Equal(ProviderMessageKind.PaymentSucceeded, message.Kind);
        Assert.Equal(wish.Amount, message.Amount);
        Assert.Equal(wish.IntentId, message.IntentId);
        Assert.Equal(wish.Tenant, message.Tenant);
        Assert.Equal(wish.Loan.ToString(), message.Metadata[ProviderMetadata.Loan]);
        Assert.Equal(new CheckoutStatus(page.ProviderRef, CheckoutState.Complete, true, message.PaymentRef), await portal.Cards.FindCheckout(shop.Account, page.ProviderRef, Ct));
        var payment = await portal.Cards.FindPayment(shop.Account, message.PaymentRef!, Ct);
        Assert.Equal((CardPaymentState.Succeeded, wish.Amount), (payment!.State, payment.Amount));
        Assert.Equal(wish.IntentId.ToString(), payment.Metadata[ProviderMetadata.Intent]);
    }

    [Fact]
    public async Task A_declined_card_takes_nothing_and_another_card_may_follow_on_the_same_page()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);

        using var declined = await shop.Pay(page, Declined);
        var failed = await shop.Next(portal, "payment_intent.payment_failed", Ct);
        var waiting = await portal.Cards.FindPayment(shop.Account, failed.PaymentRef!, Ct);
        using var paid = await shop.Pay(page, Good);
        var succeeded = await shop.Next(portal, "payment_intent.succeeded", Ct);

        Assert.Contains("Your card was declined.", await declined.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal((ProviderMessageKind.PaymentFailed, "generic_decline"), (failed.Kind, failed.Failure));
        Assert.Equal((CardPaymentState.Waiting, "generic_decline"), (waiting!.State, waiting.Failure));
        Assert.Equal(HttpStatusCode.Redirect, paid.StatusCode);
        Assert.Equal(failed.PaymentRef, succeeded.PaymentRef);
    }

    [Fact]
    public async Task A_card_that_asks_for_more_is_charged_only_after_the_banks_check()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);

        using var asked = await shop.Pay(page, AsksMore);
        var check = asked.Headers.Location!;
        var before = await portal.Cards.FindCheckout(shop.Account, page.ProviderRef, Ct);
        using var passed = await bench.Http.PostAsync(check, new FormUrlEncodedContent([new("answer", "complete")]), Ct);

        Assert.False(before!.Paid);
        Assert.Contains(page.ProviderRef, passed.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(before.PaymentRef, (await shop.Next(portal, "payment_intent.succeeded", Ct)).PaymentRef);
    }

    [Fact]
    public async Task A_failed_check_takes_nothing()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);

        using var asked = await shop.Pay(page, AsksMore);
        using var failed = await bench.Http.PostAsync(asked.Headers.Location!, new FormUrlEncodedContent([new("answer", "fail")]), Ct);

        var message = await shop.Next(portal, "payment_intent.payment_failed", Ct);
        Assert.Equal("payment_intent_authentication_failure", message.Failure);
        Assert.Equal(CardPaymentState.Waiting, (await portal.Cards.FindPayment(shop.Account, message.PaymentRef!, Ct))!.State);
        Assert.False((await portal.Cards.FindCheckout(shop.Account, page.ProviderRef, Ct))!.Paid);
    }

    [Fact]
    public async Task Shillings_without_cents_reach_the_page_and_come_back_as_they_were()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var wish = Shop.Wish("5000", "UGX");

        var page = await portal.Cards.StartCheckout(shop.Account, wish, Ct);
        Assert.Contains("UGX 5,000<", await bench.Http.GetStringAsync(page.Url, Ct), StringComparison.Ordinal);
        using var paid = await shop.Pay(page, Good);

        Assert.Equal(wish.Amount, (await shop.Next(portal, "payment_intent.succeeded", Ct)).Amount);
    }

    [Fact]
    public async Task Asking_twice_for_one_intent_opens_one_page()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var wish = Shop.Wish();

        var first = await portal.Cards.StartCheckout(shop.Account, wish, Ct);
        var second = await portal.Cards.StartCheckout(shop.Account, wish, Ct);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Another_amount_under_the_same_intent_is_refused()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var wish = Shop.Wish();
        await portal.Cards.StartCheckout(shop.Account, wish, Ct);

        var refusal = await Refused(() => portal.Cards.StartCheckout(shop.Account, wish with { Amount = Money.Parse("1", Currency.Of("KES")) }, Ct));

        Assert.Equal("payments.provider_refused", refusal.Code);
        Assert.Contains("idempotency_error", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Stripe_refuses_is_not_asked_again_and_says_the_code()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();

        var refusal = await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish("0.10", "USD"), Ct));

        Assert.Equal("payments.provider_refused", refusal.Code);
        Assert.Contains("amount_too_small", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, portal.Requests);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_is_told_without_the_key()
    {
        await using var portal = bench.Connect();
        var account = new ProviderAccount("sk_test_revoked0123456789abcdef", "whsec_hidden0123456789");

        var refusal = await Refused(() => portal.Cards.StartCheckout(account, Shop.Wish(), Ct));

        Assert.Equal("payments.provider_account", refusal.Code);
        foreach (var text in new[] { refusal.ToString(), portal.Log.Text, account.ToString(), $"{account}" })
        {
            Assert.DoesNotContain("revoked", text, StringComparison.Ordinal);
            Assert.DoesNotContain("cdef", text, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden0123456789", text, StringComparison.Ordinal);
        }
        Assert.Contains("Stripe said no: 401", portal.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pk_test_publishable")]
    [InlineData("sk_test_x\r\nHost: evil")]
    [InlineData("sk_test_x ")]
    public async Task What_is_no_secret_key_is_never_sent(string key)
    {
        await using var portal = bench.Connect();
        Assert.Equal("payments.provider_account", (await Refused(() => portal.Cards.StartCheckout(new ProviderAccount(key, "whsec_x"), Shop.Wish(), Ct))).Code);
        Assert.Equal(0, portal.Requests);
    }

    [Fact]
    public async Task Another_shops_pages_and_payments_are_not_found()
    {
        await using var shop = await bench.Open();
        await using var other = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);
        using var paid = await shop.Pay(page, Good);
        var message = await shop.Next(portal, "payment_intent.succeeded", Ct);

        Assert.Null(await portal.Cards.FindCheckout(other.Account, page.ProviderRef, Ct));
        Assert.Null(await portal.Cards.FindPayment(other.Account, message.PaymentRef!, Ct));
    }

    [Fact]
    public async Task A_message_is_refused_for_another_shop_when_stale_and_when_live_and_test_are_mixed_up()
    {
        await using var shop = await bench.Open();
        await using var other = await bench.Open();
        var time = new TestTime(DateTimeOffset.UtcNow);
        await using var portal = bench.Connect(time);
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);
        using var paid = await shop.Pay(page, Good);
        var received = await shop.Next(Ct);

        string Code(ProviderAccount account) => Assert.Throws<Refusal>(() => portal.Cards.Receive(account, received.Body, received.Signature)).Code;

        Assert.Equal("payments.webhook_signature", Code(other.Account));
        Assert.Equal("payments.webhook_mode", Code(shop.Account with { SecretKey = "sk_live_x" }));
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("payments.webhook_stale", Code(shop.Account));
    }

    [Theory]
    [InlineData("http://api.stripe.example")]
    [InlineData("ftp://localhost")]
    [InlineData("/v1")]
    public void Keys_are_never_sent_in_the_clear_over_a_network(string url)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Stripe:BaseUrl", url)]).Build();
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddStripe(configuration));
    }

    private static Task<Refusal> Refused(Func<Task> call) => Assert.ThrowsAsync<Refusal>(call);
}
