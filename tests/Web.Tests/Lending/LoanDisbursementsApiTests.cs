using System.Net.Http.Json;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>What is handed out later, for programs, for staff and for the customer.</summary>
public sealed class LoanDisbursementsApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_program_hands_out_what_was_agreed_once_and_reads_what_became_of_it()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await Sold(web);
        Assert.Equal(["2 500.00 awaited", "3 250.00 awaited"], await Further(web, loan));

        var first = await Send(web, $"loans/{loan}/disbursements", new { number = 2, amount = "400.00", currency = "KES", paidTo = "sale" }, "d-2");
        var again = await Send(web, $"loans/{loan}/disbursements", new { number = 2, amount = "400.00", currency = "KES", paidTo = "sale" }, "d-2");
        var cancelled = await Send(web, $"loans/{loan}/disbursement-cancellations", new { number = 3, reason = "Needed no more" }, "c-3");
        var cancelledAgain = await Send(web, $"loans/{loan}/disbursement-cancellations", new { number = 3, reason = "Needed no more" }, "c-3");

        Assert.Equal((201, 200, 201, 200), (first.Status, again.Status, cancelled.Status, cancelledAgain.Status));
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(("400.00", "3400.00", "250.00"), (Text(first.Body, "amount"), Text(first.Body, "balance"), Text(cancelled.Body, "amount")));
        Assert.Equal(["2 500.00 given", "3 250.00 cancelled"], await Further(web, loan));
        Assert.Equal("0 payments, 0 paid, ledger 0", await web.Books());
    }

    [Fact]
    public async Task What_cannot_be_is_a_problem_with_its_code()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await Sold(web);
        async Task Refused(string path, object body, int status, string code, string? key = "k-1", Role role = Role.ApiKey)
        {
            var answer = await Send(web, path, body, key, role);
            Assert.Equal((status, code), (answer.Status, Text(answer.Body, "code")));
        }

        await Refused($"loans/{loan}/disbursements", new { number = 3 }, 409, "lending.disbursement_not_next");
        await Refused($"loans/{loan}/disbursements", new { number = 2, amount = "500.01" }, 422, "lending.disbursement_too_much");
        await Refused($"loans/{loan}/disbursements", new { number = 2, amount = "5,00" }, 422, "money.amount_invalid");
        await Refused($"loans/{loan}/disbursements", new { number = 2, currency = "USD", amount = "1" }, 422, "money.currency_mismatch");
        await Refused($"loans/{loan}/disbursements", new { number = 2, on = "2099-01-01" }, 422, "lending.disbursement_in_future");
        await Refused($"loans/{loan}/disbursements", new { number = 2, on = "2020-01-01" }, 422, "lending.disbursement_too_early");
        await Refused($"loans/{loan}/disbursements", new { number = 2, paidTo = "bank" }, 422, "lending.policy_choice_unknown");
        await Refused($"loans/{loan}/disbursements", new { number = 2 }, 422, "lending.disbursement_key_invalid", key: null);
        await Refused($"loans/{loan}/disbursements", new { number = 2 }, 403, "identity.not_allowed", role: Role.Customer);
        await Refused($"loans/{Guid.NewGuid()}/disbursements", new { number = 2 }, 404, "lending.loan_not_found");
        await Refused($"loans/{loan}/disbursement-cancellations", new { number = 3 }, 422, "lending.reason_needed");
        await Refused($"loans/{loan}/disbursement-cancellations", new { number = 9, reason = "No idea" }, 409, "lending.disbursement_not_awaited");
    }

    [Fact]
    public async Task Staff_see_it_on_the_page_of_the_loan_and_the_customer_on_theirs_until_it_is_handed_out()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, customer) = await Sold(web);
        var (staff, me) = (web.Open(Role.Agent), web.Open(Role.Customer, customer));

        var page = (await staff.Get($"loans/{loan}")).Page;
        Assert.Equal(2, page.QuerySelectorAll("#further [data-further='Awaited']").Length);
        Assert.Equal("2", Assert.Single(page.QuerySelectorAll("[data-give]")).GetAttribute("data-give"));
        Assert.Equal(2, page.QuerySelectorAll("[data-cancel]").Length);
        var own = (await me.Get($"me/loans/{loan}")).Page.Body!.TextContent;
        Assert.Contains("Still to come to you", own, StringComparison.Ordinal);
        Assert.Contains("250.00", own, StringComparison.Ordinal);

        await Send(web, $"loans/{loan}/disbursements", new { number = 2 }, "d-2");
        await Send(web, $"loans/{loan}/disbursements", new { number = 3 }, "d-3");
        Assert.Equal(2, (await staff.Get($"loans/{loan}")).Page.QuerySelectorAll("#further [data-further='Given']").Length);
        Assert.Empty((await staff.Get($"loans/{loan}")).Page.QuerySelectorAll("[data-give], [data-cancel]"));
        Assert.DoesNotContain("Still to come to you", (await me.Get($"me/loans/{loan}")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null((await staff.Get($"loans/{(await web.Sell()).Loan}")).Page.QuerySelector("#further"));
    }

    private static Task<(LoanId Loan, CustomerId Customer)> Sold(PayWeb web)
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        return web.Sell(further: [new(today.AddDays(20), 500), new(today.AddDays(50), 250)]);
    }

    private static async Task<IEnumerable<string>> Further(PayWeb web, LoanId loan)
    {
        var (_, _, _, bytes) = await web.Open(Role.ApiKey).Get($"api/v1/loans/{loan}", "application/json");
        return [.. JsonDocument.Parse(bytes).RootElement.GetProperty("furtherDisbursements").EnumerateArray()
            .Select(one => $"{one.GetProperty("number").GetInt32()} {Text(one, "amount")} {Text(one, "state")}")];
    }

    private static async Task<(int Status, JsonElement Body)> Send(PayWeb web, string path, object body, string? key, Role role = Role.ApiKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, $"api/v1/{path}")) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        var (status, _, _, bytes) = await web.Open(role).Send(request);
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
