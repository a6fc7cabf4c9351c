using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Paylatch.Application.Payments;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Payments;

/// <summary>The simulator is as strict and as unreliable as Stripe, so that what works against it works against Stripe.</summary>
public class StripeSimulatorTests(StripeBench bench) : IClassFixture<StripeBench>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_is_not_taken_comes_again_until_it_is()
    {
        await using var shop = await bench.Open();
        shop.FailNext(3);

        var intent = await CreateIntent(shop);
        var received = await shop.Next(Ct);

        await Eventually.True(async () =>
        {
            var told = (await Events(shop, intent)).Single();
            return told.GetProperty("attempts").EnumerateArray().Select(one => one.GetProperty("status").GetInt32()).SequenceEqual([503, 503, 503, 200]);
        }, "three refused attempts and one taken");
        Assert.Contains(intent, System.Text.Encoding.UTF8.GetString(received.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicates_carry_the_same_event_id()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        await shop.Settings(duplicates: 2);

        await CreateIntent(shop);
        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var received = await shop.Next(Ct);
            ids.Add(portal.Cards.Receive(shop.Account, received.Body, received.Signature).EventId);
        }

        Assert.Single(ids);
    }

    [Fact]
    public async Task Events_can_come_in_the_wrong_order()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);
        await shop.Settings(hold: true);
        using var paid = await shop.Pay(page, "4242424242424242");
        await shop.Settings(order: "Reversed");
        await bench.Control("release", new { account = shop.Account.SecretKey });

        var types = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var received = await shop.Next(Ct);
            types.Add(portal.Cards.Receive(shop.Account, received.Body, received.Signature).Type);
        }

        Assert.Equal(["checkout.session.completed", "payment_intent.succeeded", "charge.succeeded", "payment_intent.created"], types);
    }

    [Fact]
    public async Task One_event_can_be_sent_fifty_times_at_once_and_signed_wrongly_or_long_ago()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var intent = await CreateIntent(shop);
        await shop.Next(Ct);
        var id = (await Events(shop, intent)).Single().GetProperty("id").GetString();

        await bench.Control("deliver", new { @event = id, times = 50, parallel = true });
        for (var i = 0; i < 50; i++) await shop.Next(Ct);
        await bench.Control("deliver", new { @event = id, secondsOff = -301 });
        var stale = await shop.Next(Ct);
        await bench.Control("deliver", new { @event = id, secret = "whsec_forged" });
        var forged = await shop.Next(Ct);

        Assert.Equal("payments.webhook_stale", Assert.Throws<Domain.Shared.Refusal>(() => portal.Cards.Receive(shop.Account, stale.Body, stale.Signature)).Code);
        Assert.Equal("payments.webhook_signature", Assert.Throws<Domain.Shared.Refusal>(() => portal.Cards.Receive(shop.Account, forged.Body, forged.Signature)).Code);
    }

    [Fact]
    public async Task A_page_can_be_paid_without_a_browser_but_only_once()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);

        var first = await bench.Control("pay", new { session = page.ProviderRef });
        using var second = await bench.Http.PostAsJsonAsync("/_simulator/pay", new { session = page.ProviderRef }, Ct);

        Assert.Equal("succeeded", first.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
    }

    [Theory]
    [InlineData("4242 4242 4242 4241", "12/40", "123", "Your card number is invalid.")]
    [InlineData("4242 4242 4242 4242", "12/20", "123", "Your card&#x27;s expiry date is in the past.")]
    [InlineData("4242 4242 4242 4242", "13/40", "123", "Enter the expiry as MM / YY.")]
    [InlineData("4242 4242 4242 4242", "12/40", "12", "Your card&#x27;s security code is incomplete.")]
    public async Task The_page_says_what_is_wrong_with_a_card_and_never_repeats_its_number(string number, string expiry, string cvc, string says)
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        var page = await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct);

        using var answer = await shop.Pay(page, number, expiry, cvc);
        var html = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.DoesNotContain($"value=\"{number}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("amount=500&currency=kes&colour=red", "parameter_unknown", "colour")]
    [InlineData("currency=kes", "parameter_missing", "amount")]
    [InlineData("amount=12.50&currency=kes", "parameter_invalid_integer", "amount")]
    [InlineData("amount=0&currency=kes", "parameter_invalid_integer", "amount")]
    [InlineData("amount=500&currency=", "parameter_invalid_empty", "currency")]
    [InlineData("amount=550&currency=ugx", "invalid_charge_amount_no_decimal_compatible", "amount")]
    [InlineData("amount=49&currency=usd", "amount_too_small", "amount")]
    [InlineData("amount=100000000&currency=kes", "amount_too_large", "amount")]
    public async Task A_wrong_parameter_is_named(string form, string code, string param)
    {
        await using var shop = await bench.Open();
        var (status, body) = await Post(shop, "/v1/payment_intents", form);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(("invalid_request_error", code, param), (Error(body, "type"), Error(body, "code"), Error(body, "param")));
    }

    [Fact]
    public async Task A_declined_card_is_an_answer_of_its_own_and_is_repeated_under_its_key()
    {
        await using var shop = await bench.Open();
        const string form = "amount=500&currency=kes&confirm=true&payment_method=pm_card_visa_chargeDeclined";

        var (status, body) = await Post(shop, "/v1/payment_intents", form, "key-1");
        var (again, repeated) = await Post(shop, "/v1/payment_intents", form, "key-1");

        Assert.Equal(HttpStatusCode.PaymentRequired, status);
        Assert.Equal(("card_error", "card_declined", "generic_decline"), (Error(body, "type"), Error(body, "code"), Error(body, "decline_code")));
        Assert.Equal((status, body.ToString()), (again, repeated.ToString()));
        Assert.Single(await Events(shop, null, "payment_intent.created"));
    }

    [Fact]
    public async Task A_request_that_failed_its_checks_does_not_use_up_its_key()
    {
        await using var shop = await bench.Open();
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(shop, "/v1/payment_intents", "amount=1&currency=usd", "key-2")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Post(shop, "/v1/payment_intents", "amount=1&currency=usd", "key-2")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Post(shop, "/v1/payment_intents", "amount=500&currency=usd", "key-2")).Status);
    }

    [Fact]
    public async Task An_intent_is_cancelled_once_and_not_after_it_was_paid()
    {
        await using var shop = await bench.Open();
        var open = await CreateIntent(shop);
        var paid = (await Post(shop, "/v1/payment_intents", "amount=500&currency=kes&confirm=true&payment_method=pm_card_visa")).Body.GetProperty("id").GetString();

        Assert.Equal("canceled", (await Post(shop, $"/v1/payment_intents/{open}/cancel", "cancellation_reason=abandoned")).Body.GetProperty("status").GetString());
        foreach (var id in new[] { open, paid })
            Assert.Equal("payment_intent_unexpected_state", Error((await Post(shop, $"/v1/payment_intents/{id}/cancel", "")).Body, "code"));
    }

    private async Task<string> CreateIntent(Shop shop) =>
        (await Post(shop, "/v1/payment_intents", "amount=500&currency=kes")).Body.GetProperty("id").GetString()!;

    private async Task<List<JsonElement>> Events(Shop shop, string? about, string? type = null)
    {
        var answer = await bench.Http.GetFromJsonAsync<JsonElement>($"/_simulator/events?account={shop.Account.SecretKey}&about={about}&type={type}", Ct);
        return [.. answer.EnumerateArray()];
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> Post(Shop shop, string path, string form, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shop.Account.SecretKey);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        request.Content = new StringContent(form, null, "application/x-www-form-urlencoded");
        using var answer = await bench.Http.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Ct));
    }

    private static string? Error(JsonElement body, string field) => body.GetProperty("error").GetProperty(field).GetString();
}
