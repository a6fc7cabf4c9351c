using System.Globalization;
using System.Text;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Payments;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Testing;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Ledger;

/// <summary>The books as staff and programs read them.</summary>
public sealed class BooksPagesTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task The_trial_balance_shows_every_account_and_comes_out_even()
    {
        await using var web = await Sold();

        var page = (await web.Open(Role.MerchantAdmin).Get("books")).Page;

        var foot = page.QuerySelector("tfoot")!;
        Assert.Equal(("450000", "450000"), (foot.QuerySelector("[data-debit]")!.GetAttribute("data-debit"), foot.QuerySelector("[data-credit]")!.GetAttribute("data-credit")));
        Assert.Equal(["1000", "1200", "4000"], page.QuerySelectorAll("tr[data-account]").Select(row => row.GetAttribute("data-account")));
        Assert.Contains("books/accounts/1200?currency=KES", page.QuerySelector("tr[data-account='1200'] a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("/books", page.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task An_agent_has_no_books()
    {
        await using var web = await Sold();

        foreach (var path in new[] { "books", "books/journal", "books/accounts", "books/accounts/1200", "books/proofs" })
        {
            var page = (await web.Open(Role.Agent).Get(path)).Page;
            Assert.Contains("identity.not_allowed", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Empty(page.QuerySelectorAll("tr[data-account], tr[data-transfer]"));
        }

        Assert.DoesNotContain("/books", (await web.Open(Role.Agent).Get("today")).Page.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")));
        Assert.Equal(403, (await web.Open(Role.Agent).Get("books/export.csv")).Status);
    }

    [Fact]
    public async Task The_journal_is_filtered_and_a_transfer_opens_with_its_lines()
    {
        await using var web = await Sold();
        var id = await Journal(web, "5", TimeSpan.FromHours(1));
        var admin = web.Open(Role.MerchantAdmin);

        Assert.Equal(3, (await admin.Get("books/journal")).Page.QuerySelectorAll("tr[data-transfer]").Length);
        Assert.Single((await admin.Get("books/journal?kind=loan_booked")).Page.QuerySelectorAll("tr[data-transfer]"));
        Assert.Single((await admin.Get("books/journal?open=true")).Page.QuerySelectorAll("tr[data-transfer]"));
        Assert.Empty((await admin.Get("books/journal?account=5300")).Page.QuerySelectorAll("tr[data-transfer]"));
        var drawer = (await admin.Get($"books/journal?transfer={id}")).Page.QuerySelector(".drawer")!;
        Assert.Equal(["1000", "4000"], drawer.QuerySelectorAll("li[data-account]").Select(line => line.GetAttribute("data-account")));
        Assert.Contains("a test", drawer.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, drawer.QuerySelectorAll("button.button-main, .row button:not(.button-main)").Length);
    }

    [Fact]
    public async Task The_statement_runs_and_a_wrong_account_is_said()
    {
        await using var web = await Sold();
        var admin = web.Open(Role.MerchantAdmin);

        var page = (await admin.Get("books/accounts/1200")).Page;

        Assert.Equal(2, page.QuerySelectorAll("table tbody tr").Length);
        Assert.Contains("2,000.00", page.QuerySelectorAll(".tile")[^1].TextContent, StringComparison.Ordinal);
        Assert.Contains("ledger.account_not_found", (await admin.Get("books/accounts/1999")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Chart.Accounts.Count, (await admin.Get("books/accounts")).Page.QuerySelectorAll("tr[data-account]").Length);
    }

    [Fact]
    public async Task A_proof_that_found_something_names_it_and_asks_for_attention()
    {
        await using var web = await Sold();
        await web.Sql("update installments set paid_principal_minor = paid_principal_minor + 7 where number = 3");
        _ = (await web.Run(Role.System, (ProveBooks u) => u.Handle(default))).Value;

        var page = (await web.Open(Role.MerchantAdmin).Get("books/proofs")).Page;

        var row = Assert.Single(page.QuerySelectorAll("tr[data-difference]"));
        Assert.Equal(await web.Read<string>("select number from loans"), row.GetAttribute("data-difference"));
        Assert.Contains("0.07", row.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await web.Open(Role.Agent).Get("today")).Page.QuerySelector("a[href='/books/proofs']"));
    }

    [Theory]
    [InlineData("sw", "Urari", "Mikopo inayodaiwa")]
    [InlineData("ar", "ميزان المراجعة", "قروض مدينة")]
    public async Task The_books_speak_the_readers_language(string culture, string title, string account)
    {
        await using var web = await Sold();

        var page = (await web.Open(Role.MerchantAdmin, culture: culture).Get("books")).Page;

        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
        Assert.Contains(account, page.QuerySelector("tr[data-account='1200']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_hold_what_the_pages_show()
    {
        await using var web = await Sold();
        await Journal(web, "5");
        var admin = web.Open(Role.MerchantAdmin);

        var balance = Encoding.UTF8.GetString((await admin.Get("books/export.csv")).Bytes);
        Assert.Contains("1200,Loans receivable,asset,KES,0.00,3000.00,1000.00,2000.00", balance, StringComparison.Ordinal);
        var journal = Encoding.UTF8.GetString((await admin.Get("books/journal/export.csv?kind=manual_journal")).Bytes).Trim().Split("\r\n");
        Assert.Equal(3, journal.Length);
        Assert.Contains(",4000,-5.00,KES,\"'=a test\",", journal[2], StringComparison.Ordinal);
        var statement = Encoding.UTF8.GetString((await admin.Get("books/accounts/1200/export.csv")).Bytes).Trim().Split("\r\n");
        Assert.Equal(3, statement.Length);
        foreach (var (path, said) in new[] { ("books/export.pdf", "Trial balance"), ("books/journal/export.pdf", "Journal by hand"), ("books/accounts/1200/export.pdf", "Loans receivable") })
            Assert.Contains(said, await PdfText.Of((await admin.Get(path)).Bytes), StringComparison.Ordinal);
        Assert.Equal(422, (await admin.Get("books/export.csv?to=yesterday")).Status);
        Assert.Equal(422, (await admin.Get("books/journal/export.csv?kind=gold")).Status);
        Assert.Equal(404, (await admin.Get("books/accounts/1999/export.pdf")).Status);
    }

    [Fact]
    public async Task Programs_read_the_books_page_by_page()
    {
        await using var web = await Sold();
        await Journal(web, "5");

        var balance = await Api(web, "trial-balance");
        Assert.Equal(("4505.00", "4505.00", "0.00"), (Text(balance.Body.GetProperty("totals")[0], "debit"), Text(balance.Body.GetProperty("totals")[0], "credit"), Text(balance.Body.GetProperty("totals")[0], "closing")));
        var first = await Api(web, "journal?limit=2");
        Assert.Equal(2, first.Body.GetProperty("transfers").GetArrayLength());
        var second = await Api(web, "journal?limit=2&after=" + Text(first.Body, "next"));
        Assert.Equal((1, JsonValueKind.Null), (second.Body.GetProperty("transfers").GetArrayLength(), second.Body.GetProperty("next").ValueKind));
        var statement = await Api(web, "accounts/1200/statement?limit=1");
        Assert.Equal(("0.00", "2000.00", "3000.00"), (Text(statement.Body, "opening"), Text(statement.Body, "closing"), Text(statement.Body.GetProperty("entries")[0], "balance")));
        var rest = await Api(web, "accounts/1200/statement?limit=1&after=" + Text(statement.Body, "next"));
        Assert.Equal("2000.00", Text(rest.Body.GetProperty("entries")[0], "balance"));
    }

    [Theory]
    [InlineData("trial-balance?from=31.12.2026", 422, "ledger.filter_invalid")]
    [InlineData("trial-balance?from=2026-02-02&to=2026-02-01", 422, "ledger.range_invalid")]
    [InlineData("journal?kind=gold", 422, "ledger.filter_invalid")]
    [InlineData("journal?after=hello", 422, "ledger.filter_invalid")]
    [InlineData("accounts/1999/statement", 404, "ledger.account_not_found")]
    [InlineData("accounts/1000/statement?currency=XXX", 422, "money.currency_unknown")]
    [InlineData("accounts/1000/statement?after=MjAyNg", 422, "ledger.filter_invalid")]
    public async Task What_cannot_be_read_is_answered_with_a_problem_and_its_code(string path, int status, string code)
    {
        await using var web = await Sold();

        var answer = await Api(web, path);

        Assert.Equal((status, code), (answer.Status, Text(answer.Body, "code")));
        Assert.Equal(401, (await web.Open().Get("api/v1/ledger/journal", "application/json")).Status);
    }

    // One sale of 3,500 with a deposit of 500, and 1,000 of cash for it.
    private async Task<PayWeb> Sold()
    {
        var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();
        _ = (await web.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, "1000"), default))).Value;
        return web;
    }

    private static async Task<TransferId> Journal(PayWeb web, string amount, TimeSpan? hold = null)
    {
        var id = new TransferId(Guid.CreateVersion7());
        var on = (await web.Run(Role.MerchantAdmin, (ListAccounts u) => u.Handle(default))).Value.Today;
        var journal = new PostJournal.Journal(id, on, "=a test", [new("1000", "KES", amount, null), new("4000", "KES", null, amount)], hold);
        _ = (await web.Run(Role.MerchantAdmin, (PostJournal u) => u.Handle(new(journal), default))).Value;
        return id;
    }

    private static async Task<(int Status, JsonElement Body)> Api(PayWeb web, string path)
    {
        var (status, _, _, bytes) = await web.Open(Role.ApiKey).Get("api/v1/ledger/" + path, "application/json");
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
