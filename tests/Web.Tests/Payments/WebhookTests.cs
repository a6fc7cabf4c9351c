using System.Globalization;
using System.Text;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Web.Tests.Payments;

/// <summary>Stripe's messages over HTTP: only proven ones count, each once, and none is lost.</summary>
public sealed class WebhookTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task Fifty_parallel_posts_of_one_message_are_one_payment()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var body = PayWeb.Paid(await web.Wish(loan, customer, "1000"), 100_000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => web.Post(body)));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
        Assert.Equal(1L, await web.Read<long>("select count(*) from provider_events"));
    }

    [Fact]
    public async Task What_is_not_proven_is_refused_with_400_and_a_code_and_changes_nothing()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var body = PayWeb.Paid(await web.Wish(loan, customer, "1000"), 100_000);
        var soko = await web.NewTenant("soko");
        var theirs = new ProviderAccount("sk_test_soko", "whsec_soko");
        await web.Connect(soko, theirs);
        await web.NewTenant("pwani");
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

        await Refused(web.Post(body, secret: theirs.WebhookSecret), "payments.webhook_signature");
        await Refused(web.Post(body, host: "soko.localhost"), "payments.webhook_signature");
        await Refused(web.Post(body, host: "pwani.localhost"), "payments.provider_unknown");
        await Refused(web.Post(body, secondsOff: -301), "payments.webhook_stale");
        await Refused(web.Post(body, secondsOff: 305), "payments.webhook_stale");
        await Refused(web.Post(body, header: ""), "payments.webhook_signature");
        // Seen before the account is opened: this shop has none.
        await Refused(web.Post(body, header: "", host: "pwani.localhost"), "payments.webhook_signature");
        await Refused(web.Post(body, header: "t=1,v1=" + new string('0', 2_000), host: "pwani.localhost"), "payments.webhook_signature");
        await Refused(web.Post(new string(' ', 256 * 1024 + 1), header: ""), "payments.webhook_signature");
        await Refused(web.Post(body, header: "t=1,v1=zz"), "payments.webhook_signature");
        await Refused(web.Post(body, header: $"t={now},v1={new string('0', 64)}"), "payments.webhook_signature");
        await Refused(web.Post("{}"), "payments.webhook_unreadable");
        await Refused(web.Post("not json"), "payments.webhook_unreadable");
        await Refused(web.Post(PayWeb.Paid(null, 100_000, live: true)), "payments.webhook_mode");
        await Refused(web.Post(body, host: "localhost"), "payments.webhook_tenant", 404);
        await Refused(web.Post(new string(' ', 256 * 1024 + 1)), "request.too_large", 413);

        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
        Assert.Equal(0L, await web.Read<long>("select count(*) from provider_events"));
    }

    [Fact]
    public async Task A_changed_body_is_refused_though_it_means_the_same()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var body = PayWeb.Paid(await web.Wish(loan, customer, "1000"), 100_000);
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(web.Account.WebhookSecret), Encoding.UTF8.GetBytes($"{at}.{body}")));

        await Refused(web.Post(body + " ", header: $"t={at},v1={signature}"), "payments.webhook_signature");
        await Refused(web.Post(body.Replace("100000", "900000", StringComparison.Ordinal), header: $"t={at},v1={signature}"), "payments.webhook_signature");
        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
        Assert.Equal(200, (await web.Post(body, header: $"t={at},v1={signature}")).Status);
    }

    [Fact]
    public async Task When_the_ledger_refuses_the_answer_is_500_and_Stripes_retry_works()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var body = PayWeb.Paid(await web.Wish(loan, customer, "1000"), 100_000);
        await web.Sql("""
            create function refuse() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
            create constraint trigger refuse after insert on ledger_entries deferrable initially deferred for each row execute function refuse();
            """);

        var (status, problem) = await web.Post(body);

        Assert.Equal(500, status);
        Assert.Contains("\"platform.error\"", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("broken", problem, StringComparison.Ordinal);
        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
        await web.Sql("drop trigger refuse on ledger_entries");
        Assert.Equal(200, (await web.Post(body)).Status);
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task A_payment_nobody_knows_is_kept_and_can_be_matched_on_the_page()
    {
        await using var web = await PayWeb.Start(bench);
        await web.Sell();

        Assert.Equal(200, (await web.Post(PayWeb.Paid(null, 70_000, "pi_unknown"))).Status);
        Assert.Equal(200, (await web.Post(PayWeb.Paid(null, 70_000, "pi_unknown", "evt_2"))).Status);

        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
        Assert.Equal("70000 unknown_payment", await web.Read<string>("select amount_minor || ' ' || why from unmatched_payments"));
        var page = (await web.Open(Application.Identity.Role.MerchantAdmin).Get("payments/unmatched")).Page.QuerySelector("main")!.TextContent;
        Assert.Contains("KES\u00a0700", page, StringComparison.Ordinal);
        Assert.Contains("Nobody here began this payment", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Far_too_many_messages_of_one_address_are_not_looked_at()
    {
        await using var web = await PayWeb.Start(bench, settings: ("Limits:WebhooksPerMinute", "5"));
        var answers = new List<int>();
        for (var i = 0; i < 20; i++) answers.Add((await web.Post("{}", secret: "whsec_wrong")).Status);

        Assert.Equal(400, answers[0]);
        Assert.Contains(429, answers);
    }

    private static async Task Refused(Task<(int Status, string Body)> post, string code, int status = 400)
    {
        var answer = await post;
        Assert.Equal((status, true), (answer.Status, answer.Body.Contains($"\"{code}\"", StringComparison.Ordinal)));
    }
}
