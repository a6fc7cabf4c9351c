using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>Loans for programs.</summary>
public sealed class LoansApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_program_reads_loans_page_by_page_with_money_as_text()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        for (var i = 0; i < 3; i++) await web.Sell();

        var first = (await Get(web, "api/v1/loans?limit=2")).Body;
        var second = (await Get(web, "api/v1/loans?limit=2&after=" + Text(first, "next"))).Body;

        Assert.Equal((3, "9000.00", "KES"), (first.GetProperty("count").GetInt32(), Text(first, "balance"), Text(first, "currency")));
        Assert.Equal(["PL-000003", "PL-000002", "PL-000001"], Loans(first).Concat(Loans(second)).Select(loan => Text(loan, "contract")));
        Assert.Null(Text(second, "next"));
        Assert.Equal(("active", "current", "3000.00"), (Text(Loans(second)[0], "state"), Text(Loans(second)[0], "standing"), Text(Loans(second)[0], "total")));
        Assert.Empty(Loans((await Get(web, "api/v1/loans?standing=grace_ended")).Body));
    }

    [Fact]
    public async Task Late_loans_are_paged_by_their_due_date()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        for (var i = 0; i < 3; i++) await web.Sell();
        await web.Days(60);

        var first = (await Get(web, "api/v1/loans?standing=grace_ended&limit=2")).Body;
        var second = (await Get(web, "api/v1/loans?standing=grace_ended&limit=2&after=" + Text(first, "next"))).Body;

        Assert.Equal(3, Loans(first).Concat(Loans(second)).Select(loan => Text(loan, "id")).Distinct().Count());
    }

    [Fact]
    public async Task One_loan_has_its_schedule_and_payments_and_the_phone_masked()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();

        var one = (await Get(web, $"api/v1/loans/{loan}")).Body;

        Assert.Equal(3, one.GetProperty("installments").GetArrayLength());
        Assert.Equal(("1000.00", "upcoming"), (Text(one.GetProperty("installments")[0], "principal"), Text(one.GetProperty("installments")[0], "state")));
        Assert.Equal(("3500.00", "500.00", "3000.00"), (Text(one, "price"), Text(one, "deposit"), Text(one, "balance")));
        Assert.DoesNotContain("+2547", Text(one, "phone")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_not_there_or_not_theirs_is_a_problem_with_its_code()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();
        await web.NewTenant("soko");

        Assert.Equal((422, "lending.filter_invalid"), await Code(web, "api/v1/loans?standing=lazy"));
        Assert.Equal((422, "lending.filter_invalid"), await Code(web, "api/v1/loans?after=hello"));
        Assert.Equal((404, "lending.loan_not_found"), await Code(web, $"api/v1/loans/{Guid.NewGuid()}"));
        Assert.Equal((401, "identity.sign_in_required"), await Code(web, $"api/v1/loans/{loan}", Role.Visitor));
        Assert.Equal((403, "identity.not_allowed"), await Code(web, "api/v1/loans", Role.Customer));
    }

    private static List<JsonElement> Loans(JsonElement page) => [.. page.GetProperty("loans").EnumerateArray()];

    private static async Task<(int Status, JsonElement Body)> Get(PayWeb web, string path, Role role = Role.ApiKey)
    {
        var (status, _, _, bytes) = await web.Open(role, role == Role.Customer ? new(Guid.NewGuid()) : null).Get(path, "application/json");
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static async Task<(int, string?)> Code(PayWeb web, string path, Role role = Role.ApiKey)
    {
        var (status, body) = await Get(web, path, role);
        return (status, Text(body, "code"));
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
