using System.Text;
using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Domain.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Payments;

/// <summary>What a customer does in a browser without scripts, with the real simulator of Stripe at the other end.</summary>
public sealed class CustomerJourneyTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task Owe_pay_by_card_wait_for_the_bank_and_hold_the_receipt()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        await web.Days(40);
        var me = web.Open(Role.Customer, customer);
        Assert.StartsWith("You owe KES\u00a01,000. It was due on", Sentence(await me.Get("me")), StringComparison.Ordinal);

        var sent = await me.Submit($"me/pay/{loan}");
        Assert.Equal((303, true), (sent.Status, sent.Location!.StartsWith(bench.Url.AbsoluteUri, StringComparison.Ordinal)));
        await bench.Control("settings", new { account = web.Account.SecretKey, hold = true });
        var back = await Checkout(sent.Location!, "4242424242424242");
        Assert.StartsWith(web.Address + $"me/pay/{loan}/done?payment=", back, StringComparison.Ordinal);
        var waiting = await me.Get(back);
        Assert.Equal("We are waiting for the bank…", Sentence(waiting));
        Assert.Contains($"me/pay/{loan}/done", waiting.Page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"), StringComparison.Ordinal);

        await bench.Control("settings", new { account = web.Account.SecretKey, hold = false });
        await bench.Control("release", new { account = web.Account.SecretKey });
        string? receipt = null;
        await Eventually.True(async () => (receipt = (await me.Get(back)).Location) is not null, "the receipt");

        var thanks = await me.Get(receipt!);
        Assert.Equal("Thank you. KES\u00a01,000 has arrived.", Sentence(thanks));
        Assert.Contains("R-000001", thanks.Page.QuerySelector(".receipt")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("You owe KES\u00a01,000 by", Sentence(await me.Get("me")), StringComparison.Ordinal);
        Assert.Equal("1 payments, 100000 paid, ledger 0", await web.Books());
        var pdf = await PdfText.Of((await me.Get(receipt!.Split('?')[0] + ".pdf", "application/pdf")).Bytes);
        Assert.Contains("R-000001", pdf, StringComparison.Ordinal);
        Assert.Contains("Nokia C32", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declined_card_changes_nothing_and_another_one_on_the_same_page_pays()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var me = web.Open(Role.Customer, customer);
        var page = (await me.Submit($"me/pay/{loan}", ("other", "250.50"))).Location!;

        await Checkout(page, "4000000000000002");
        await Eventually.True(async () => await web.Read<string>("select state from payment_intents") == "failed", "the failure");
        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
        var back = await Checkout(page, "4242424242424242");
        await Eventually.True(async () => (await me.Get(back)).Location is not null, "the receipt");

        Assert.Equal("1 payments, 25050 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task Pressing_pay_twice_leads_to_one_page_and_a_changed_mind_to_another()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var me = web.Open(Role.Customer, customer);
        var key = Guid.CreateVersion7().ToString();

        var first = await me.Submit($"me/pay/{loan}", ("key", key), ("other", "100"));
        var second = await me.Submit($"me/pay/{loan}", ("key", key), ("other", "100"));
        var other = await me.Submit($"me/pay/{loan}", ("key", key), ("other", "٢٠٠٫٥"));

        Assert.Equal(first.Location, second.Location);
        Assert.NotEqual(first.Location, other.Location);
        Assert.Equal("10000 20050", await web.Read<string>("select string_agg(amount_minor::text, ' ' order by amount_minor) from payment_intents"));
    }

    [Fact]
    public async Task A_customer_opens_ten_pages_a_minute_and_no_other_customer_waits_for_that()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var (otherLoan, other) = await web.Sell();
        var (me, them) = (web.Open(Role.Customer, customer), web.Open(Role.Customer, other));
        for (var i = 0; i < 10; i++) Assert.StartsWith(bench.Url.AbsoluteUri, (await me.Submit($"me/pay/{loan}", ("other", "10"))).Location, StringComparison.Ordinal);

        var eleventh = await me.Submit($"me/pay/{loan}", ("other", "10"));

        Assert.Contains("error=request.too_many", eleventh.Location, StringComparison.Ordinal);
        Assert.Contains("Too many attempts", (await me.Get(eleventh.Location!)).Page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith(bench.Url.AbsoluteUri, (await them.Submit($"me/pay/{otherLoan}", ("other", "10"))).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "payments.amount_not_positive")]
    [InlineData("-1", "payments.amount_not_positive")]
    [InlineData("1.005", "money.amount_invalid")]
    [InlineData("1,000", "money.amount_invalid")]
    [InlineData("3000.01", "payments.exceeds_balance")]
    public async Task A_wrong_amount_leads_back_with_a_word_for_it(string typed, string code)
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var me = web.Open(Role.Customer, customer, "sw");

        var answer = await me.Submit($"me/pay/{loan}", ("other", typed));
        var page = await me.Get(answer.Location!);

        Assert.Equal((303, 200), (answer.Status, page.Status));
        Assert.Equal(code, page.Page.QuerySelector("[role=alert] code")!.TextContent);
        Assert.DoesNotContain("amount", page.Page.QuerySelector("[role=alert] div div")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(typed, page.Page.QuerySelector("#other")!.GetAttribute("value"));
        Assert.Equal(0L, await web.Read<long>("select count(*) from payment_intents"));
    }

    [Fact]
    public async Task When_the_provider_is_away_nothing_is_charged_and_the_page_says_so()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        await bench.Control("settings", new { account = web.Account.SecretKey, fault = new { status = 503, times = 1 } });
        var me = web.Open(Role.Customer, customer);

        var answer = await me.Submit($"me/pay/{loan}");

        Assert.Contains("error=payments.provider_unavailable", answer.Location, StringComparison.Ordinal);
        Assert.Equal("failed", await web.Read<string>("select state from payment_intents"));
        Assert.Equal(303, (await me.Submit($"me/pay/{loan}")).Status);
    }

    [Fact]
    public async Task Nobody_sees_another_customers_pages_and_a_form_without_its_token_does_nothing()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var (_, other) = await web.Sell();
        var payment = (await web.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, "100"), default))).Value.Payment;
        var stranger = web.Open(Role.Customer, other);

        foreach (var path in new[] { $"me/loans/{loan}", $"me/pay/{loan}", $"me/payments/{payment}", $"me/payments/{payment}.pdf", $"me/pay/{loan}/done?payment={Guid.NewGuid()}" })
            Assert.Equal((path, 404), (path, (await stranger.Get(path)).Status));
        Assert.Equal(403, (await stranger.Get($"payments/{payment}.pdf")).Status);
        Assert.Equal(401, (await web.Open().Get($"me/payments/{payment}.pdf", "application/pdf")).Status);
        Assert.StartsWith("/sign-in", (await web.Open().Get("me")).Location!.Replace(web.Address.AbsoluteUri, "/", StringComparison.Ordinal), StringComparison.Ordinal);
        var forged = await web.Open(Role.Customer, customer).Post($"me/pay/{loan}", new() { ["amount"] = "100" });
        Assert.Contains("error=payments.form_expired", forged.Location, StringComparison.Ordinal);
        Assert.Equal(0L, await web.Read<long>("select count(*) from payment_intents"));
    }

    [Fact]
    public async Task Ask_what_paying_off_takes_hold_the_offer_and_pay_it_by_card()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell(rate: 24);
        await web.Days(10);
        var me = web.Open(Role.Customer, customer);
        var before = (await me.Get($"me/loans/{loan}")).Page.QuerySelector("#payoff")!;
        Assert.Contains("You save KES", before.TextContent, StringComparison.Ordinal);
        Assert.Equal(0L, await web.Read<long>("select count(*) from payoff_quotes"));

        var asked = await me.Submit($"me/loans/{loan}");
        var link = (await me.Get($"me/loans/{loan}")).Page.QuerySelector("#payoff a[href]")!;
        Assert.Equal((303, $"/me/loans/{loan}#payoff"), (asked.Status, asked.Location));
        Assert.Contains("Offer PQ-000001", link.Closest("#payoff")!.TextContent, StringComparison.Ordinal);
        var amount = await web.Read<long>("select amount_minor from payoff_quotes");
        Assert.Equal(before.QuerySelector("[data-payoff]")!.GetAttribute("data-payoff"), $"{amount}");
        var typed = (await me.Get(link.GetAttribute("href")!)).Page.QuerySelector("#other")!;
        Assert.Equal((amount / 100m, false), (decimal.Parse(typed.GetAttribute("value")!, System.Globalization.CultureInfo.InvariantCulture), typed.HasAttribute("aria-invalid")));

        var back = await Checkout((await me.Submit(link.GetAttribute("href")!)).Location!, "4242424242424242");
        await Eventually.True(async () => (await me.Get(back)).Location is not null, "the receipt");
        Assert.Equal($"paid_off {amount}", await web.Read<string>("select state || ' ' || (select sum(amount_minor) from payments where method = 'card') from loans"));
        Assert.Null((await me.Get($"me/loans/{loan}")).Page.QuerySelector("#payoff"));
    }

    [Fact]
    public async Task An_offer_is_made_once_and_never_for_a_stranger_or_without_the_forms_token()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var (own, other) = await web.Sell();
        var (me, stranger) = (web.Open(Role.Customer, customer), web.Open(Role.Customer, other));
        var token = Fields((await stranger.Get($"me/loans/{own}")).Page);

        var refused = await stranger.Post($"me/loans/{loan}/payoff", token);
        Assert.Equal((303, 404), (refused.Status, (await stranger.Get(refused.Location!)).Status));
        Assert.Contains("error=lending.loan_not_found", refused.Location, StringComparison.Ordinal);
        Assert.Contains("error=payments.form_expired", (await me.Post($"me/loans/{loan}/payoff", [])).Location, StringComparison.Ordinal);
        Assert.Equal(0L, await web.Read<long>("select count(*) from payoff_quotes"));
        var mine = Fields((await me.Get($"me/loans/{loan}")).Page);
        for (var i = 0; i < 2; i++) Assert.Equal($"/me/loans/{loan}#payoff", (await me.Post($"me/loans/{loan}/payoff", mine)).Location);
        Assert.Equal(1L, await web.Read<long>("select count(*) from payoff_quotes"));

        static Dictionary<string, string> Fields(AngleSharp.Dom.IDocument page) =>
            page.QuerySelectorAll("#payoff form input").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task Every_page_weighs_less_than_50_KB_with_the_largest_logo_has_no_script_and_speaks_three_languages()
    {
        await using var web = await PayWeb.Start(bench);
        await web.Logo([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. System.Security.Cryptography.RandomNumberGenerator.GetBytes(LogoPicture.MostBytes - 8)]);
        var (loan, customer) = await web.Sell();
        var payment = (await web.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, "100"), default))).Value.Payment;
        foreach (var (culture, word, direction) in new[] { ("en", "You owe", "ltr"), ("sw", "Unadaiwa", "ltr"), ("ar", "عليك", "rtl") })
        {
            var me = web.Open(Role.Customer, customer, culture);
            foreach (var path in new[] { "me", $"me/loans/{loan}", $"me/pay/{loan}", "me/payments", $"me/payments/{payment}" })
            {
                var (status, page, _, _) = await me.Get(path);
                Assert.Equal((path, 200), (path, status));
                Assert.NotNull(page.QuerySelector(".brand img"));
                var weights = new Dictionary<string, int> { [path] = await me.Weight(path, "text/html") };
                foreach (var part in page.QuerySelectorAll("link[href], img[src]").Select(e => (e.GetAttribute("href") ?? e.GetAttribute("src"))!.TrimStart('/')).Distinct())
                    weights[part] = await me.Weight(part, "*/*");
                Assert.True(weights.Values.Sum() < 50_000, $"{path} in {culture} weighs {string.Join(", ", weights)}");
                Assert.Empty(page.QuerySelectorAll("script"));
                Assert.Equal(direction, page.DocumentElement.GetAttribute("dir"));
            }

            Assert.StartsWith(word, Sentence(await me.Get("me")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_Arabic_receipt_is_printed_from_right_to_left()
    {
        await using var web = await PayWeb.Start(bench);
        var (loan, customer) = await web.Sell();
        var payment = (await web.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, "1200"), default))).Value.Payment;

        var pdf = await PdfText.Of((await web.Open(Role.Customer, customer, "ar").Get($"me/payments/{payment}.pdf", "application/pdf")).Bytes);

        Assert.Contains("R-000001", pdf, StringComparison.Ordinal);
        Assert.Contains("1,200.00", pdf, StringComparison.Ordinal);
        // The label stands at the right, its amount at the left.
        var line = pdf.Normalize(NormalizationForm.FormKC).Split('\n').First(l => l.Contains("المبلغ", StringComparison.Ordinal) && l.Contains("1,200.00", StringComparison.Ordinal));
        Assert.True(line.IndexOf("1,200.00", StringComparison.Ordinal) < line.IndexOf("المبلغ", StringComparison.Ordinal), line);
    }

    private static string Sentence((int Status, AngleSharp.Dom.IDocument Page, string? Location, byte[] Bytes) answer) =>
        answer.Page.QuerySelector("h1.sentence")?.TextContent.Trim() ?? answer.Page.Body!.TextContent;

    // Fills in the simulator's page; where it sends the browser afterwards.
    private async Task<string> Checkout(string page, string card)
    {
        using var answer = await bench.Http.PostAsync(page, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = "customer@example.com", ["cardNumber"] = card, ["cardExpiry"] = "12 / 40", ["cardCvc"] = "123", ["billingName"] = "A Customer",
        }));
        return answer.Headers.Location?.OriginalString ?? "";
    }
}
