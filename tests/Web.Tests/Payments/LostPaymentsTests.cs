using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Payments;

/// <summary>A webhook that never arrives loses no payment, and one that arrives late counts nothing twice.</summary>
public sealed class LostPaymentsTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_payment_whose_message_never_came_is_found_and_counted_once_when_the_message_comes_late()
    {
        await using var web = await PayWeb.Start(bench);
        await Hold(web, true);
        await Pay(await Begin(web));

        await Look(web);
        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
        await web.Sql("update payment_intents set ask_at = now()");
        await Look(web);
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
        Assert.Equal("succeeded", await web.Read<string>("select state from payment_intents"));

        await Hold(web, false);
        await bench.Control("release", new { account = web.Account.SecretKey });
        await Eventually.True(
            () => web.Read<bool>("select exists (select from provider_events where type = 'payment_intent.succeeded')"), "the late message");
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
        Assert.Equal(0L, await web.Read<long>("select count(*) from unmatched_payments"));
    }

    [Fact]
    public async Task A_card_declined_and_then_another_one_whose_message_is_lost_is_found_too()
    {
        await using var web = await PayWeb.Start(bench);
        var page = await Begin(web);
        await Pay(page, "4000000000000002");
        await Eventually.True(async () => await web.Read<string>("select state from payment_intents") == "failed", "the failure");
        await Hold(web, true);
        await Pay(page);

        await web.Sql("update payment_intents set ask_at = now()");
        await Look(web);

        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task An_abandoned_page_is_asked_about_less_and_less_and_no_more_once_it_has_run_out()
    {
        await using var web = await PayWeb.Start(bench, heard: false);
        await Begin(web);
        await web.Sql("update payment_intents set ask_at = now()");
        await Look(web);
        await web.Sql("update payment_intents set asked = 6, ask_at = now()");
        await Look(web);
        Assert.Equal("waiting 7 true", await web.Read<string>("select state || ' ' || asked || ' ' || (ask_at > now() + interval '63 minutes') from payment_intents"));

        await Expire(web, await web.Read<string>("select provider_ref from payment_intents"));
        await web.Sql("update payment_intents set ask_at = now()");
        await Look(web);

        Assert.Equal("failed expired true", await web.Read<string>("select state || ' ' || failure || ' ' || (ask_at is null) from payment_intents"));
    }

    [Fact]
    public async Task A_customer_who_comes_back_before_the_message_need_not_wait_for_the_next_round()
    {
        await using var web = await PayWeb.Start(bench);
        await Hold(web, true);
        var (loan, customer) = await web.Sell();
        var me = web.Open(Role.Customer, customer);
        var page = (await me.Submit($"me/pay/{loan}", ("other", "1000"))).Location!;
        var back = (await Pay(page))!;

        Assert.Null((await me.Get(back)).Location);
        var found = await me.Get(back + "&round=3");

        Assert.Contains("/me/payments/", found.Location, StringComparison.Ordinal);
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task One_shop_whose_payments_cannot_be_looked_for_keeps_no_other_waiting()
    {
        await using var web = await PayWeb.Start(bench);
        var broken = await web.NewTenant("aaa");
        await web.Sql($"alter table {broken.Schema}.payment_providers rename to gone");
        await Hold(web, true);
        await Pay(await Begin(web));
        await web.Sql("update payment_intents set ask_at = now()");

        await Look(web);

        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
    }

    private static async Task<string> Begin(PayWeb web)
    {
        var (loan, customer) = await web.Sell();
        return (await web.Open(Role.Customer, customer).Submit($"me/pay/{loan}", ("other", "1000"))).Location!;
    }

    private static Task Look(PayWeb web) =>
        ActivatorUtilities.CreateInstance<LostPaymentsJob>(web.Services).Execute(null!, TestContext.Current.CancellationToken).AsTask();

    private async Task Hold(PayWeb web, bool hold) => await bench.Control("settings", new { account = web.Account.SecretKey, hold });

    private async Task<string?> Pay(string page, string card = "4242424242424242")
    {
        using var answer = await bench.Http.PostAsync(page, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = "customer@example.com", ["cardNumber"] = card, ["cardExpiry"] = "12 / 40", ["cardCvc"] = "123", ["billingName"] = "A Customer",
        }));
        return answer.Headers.Location?.OriginalString;
    }

    private async Task Expire(PayWeb web, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/checkout/sessions/{session}/expire");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", web.Account.SecretKey);
        (await bench.Http.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
