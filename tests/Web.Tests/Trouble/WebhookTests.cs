using System.Net;
using Paylatch.Application.Payments;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class WebhookTests(TroubleHost host)
{
    [Fact]
    public async Task Fifty_parallel_posts_of_one_signed_message_make_one_payment()
    {
        var sold = await host.Sell();
        var message = StripeMessage.Paid(sold.Tenant, await host.Wish(sold, 1_000), 1_000_00);
        using var http = Wire.Open(host.Demo.AddressOf("jua"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => message.Post(http)));

        Assert.All(answers, answer => Assert.Equal((200, null), answer.Problem));
        Assert.Equal(1, await host.Count(sold.Tenant, "payments where provider_ref = $1", message.Payment));
        Assert.Equal(1, await host.Count(sold.Tenant, "provider_events where event_id = $1", message.Event));
        Assert.Equal(1_000_00L, await host.Sql(sold.Tenant, "select paid_minor from loans where id = $1", sold.Loan.Value));
        Assert.Equal(0, await host.Count(sold.Tenant, "unmatched_payments where provider_ref = $1", message.Payment));
    }

    [Fact]
    public async Task A_message_about_a_payment_nobody_wished_waits_in_the_unmatched_queue()
    {
        var tenant = await host.Tenant("jua");
        var message = StripeMessage.Paid(tenant, wish: null, 777_00);
        using var http = Wire.Open(host.Demo.AddressOf("jua"));

        Assert.Equal((200, null), (await message.Post(http)).Problem);
        Assert.Equal((200, null), (await message.Post(http)).Problem);

        var queue = await host.Must(TroubleHost.Admin(tenant), (ListUnmatched u) => u.Handle(default));
        var waiting = Assert.Single(queue.Rows, row => row.Reference == message.Payment);
        Assert.Equal((777.00m, UnmatchedWhy.UnknownPayment), (waiting.Amount.Amount, waiting.Why));
        Assert.Equal(0, await host.Count(tenant, "payments where provider_ref = $1", message.Payment));
    }

    [Theory]
    [InlineData(-301, false, "payments.webhook_stale")]
    [InlineData(301, false, "payments.webhook_stale")]
    [InlineData(0, true, "payments.webhook_signature")]
    public async Task A_stale_or_tampered_message_is_refused_and_leaves_no_trace(int secondsOff, bool tampered, string code)
    {
        var sold = await host.Sell();
        var message = StripeMessage.Paid(sold.Tenant, await host.Wish(sold, 1_000), 1_000_00);
        using var http = Wire.Open(host.Demo.AddressOf("jua"));

        var answer = await message.Post(http, secondsOff, tampered ? body => body.Replace("100000", "900000", StringComparison.Ordinal) : null);

        Assert.Equal((400, code), answer.Problem);
        Assert.Equal(0, await host.Count(sold.Tenant, "provider_events where event_id = $1", message.Event));
        Assert.Equal(0, await host.Count(sold.Tenant, "payments where loan_id = $1 and method = 'card'", sold.Loan.Value));
    }

    [Fact]
    public async Task A_message_signed_for_one_merchant_is_nothing_at_another_or_on_the_platform()
    {
        var sold = await host.Sell();
        var message = StripeMessage.Paid(sold.Tenant, await host.Wish(sold, 1_000), 1_000_00);
        using var other = Wire.Open(host.Demo.AddressOf("nuru"));
        using var platform = Wire.Open(host.Demo.Platform);

        Assert.Equal((400, "payments.webhook_signature"), (await message.Post(other)).Problem);
        Assert.Equal((404, "payments.webhook_tenant"), (await message.Post(platform)).Problem);

        Assert.Equal(0, await host.Count(await host.Tenant("nuru"), "provider_events where event_id = $1", message.Event));
        Assert.Equal(HttpStatusCode.OK, (await platform.Ask(HttpMethod.Get, "/health/ready")).Status);
    }
}
