using System.Net.Http.Json;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>Loans that go badly, for programs.</summary>
public sealed class LoanClassesApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_program_finds_late_loans_by_class_and_decides_about_them()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();
        await web.Days(45);

        var late = Assert.Single((await Get(web, "api/v1/loans?bucket=1-30")).Body.GetProperty("loans").EnumerateArray());
        Assert.Equal((loan.ToString(), "1-30", "performing"), (Text(late, "id"), Text(late, "bucket"), Text(late, "class")));
        Assert.Equal(["0", "1-30", "31-60", "61-90", "91+"], (await Get(web, "api/v1/loan-buckets")).Body.EnumerateArray().Select(b => Text(b, "label")));
        Assert.Equal((422, "lending.bucket_unknown"), await Code(web, HttpMethod.Get, "api/v1/loans?bucket=5-9"));

        var off = await Send(web, HttpMethod.Post, $"api/v1/loans/{loan}/charge-off", new { reason = "Moved away" });
        Assert.Equal((200, "charged_off", "3000.00", "0.00"), (off.Status, Text(off.Body, "class"), Text(off.Body, "owed"), Text(off.Body, "outstanding")));
        Assert.Equal((409, "lending.charged_off_already"), await Code(web, HttpMethod.Post, $"api/v1/loans/{loan}/charge-off", new { reason = "Moved away" }));
        Assert.Equal((422, "lending.reason_needed"), await Code(web, HttpMethod.Post, $"api/v1/loans/{loan}/write-back", new { }));
        Assert.Equal((404, "lending.loan_not_found"), await Code(web, HttpMethod.Post, $"api/v1/loans/{Guid.NewGuid()}/pause", new { until = "2099-01-01", reason = "Dispute" }));
        Assert.Equal((403, "identity.not_allowed"), await Code(web, HttpMethod.Post, $"api/v1/loans/{loan}/write-back", new { reason = "Found again" }, Role.Agent));
    }

    [Fact]
    public async Task A_program_records_values_and_sells_a_device_that_came_back()
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();

        Assert.Equal("received", Text((await Send(web, HttpMethod.Post, $"api/v1/loans/{loan}/return", new { condition = "As new", toStock = true })).Body, "returnStep"));
        Assert.Equal("0.00", Text((await Send(web, HttpMethod.Post, $"api/v1/loans/{loan}/return/value", new { value = "3200" })).Body, "owed"));
        Assert.Equal("paid_off", Text((await Send(web, HttpMethod.Post, $"api/v1/loans/{loan}/return/sale", new { price = "3100.50" })).Body, "state"));

        var back = Assert.Single((await Get(web, "api/v1/returns?step=sold")).Body.GetProperty("returns").EnumerateArray());
        Assert.Equal(("3200.00", "3100.50", "100.50", "0.00"), (Text(back, "value"), Text(back, "price"), Text(back, "surplus"), Text(back, "owed")));
        Assert.Equal((422, "lending.filter_invalid"), await Code(web, HttpMethod.Get, "api/v1/returns?step=lost"));
    }

    private static Task<(int Status, JsonElement Body)> Get(PayWeb web, string path) => Send(web, HttpMethod.Get, path);

    private static async Task<(int Status, JsonElement Body)> Send(PayWeb web, HttpMethod method, string path, object? body = null, Role role = Role.ApiKey)
    {
        using var request = new HttpRequestMessage(method, new Uri(web.Address, path));
        if (body is not null) request.Content = JsonContent.Create(body);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        var (status, _, _, bytes) = await web.Open(role).Send(request);
        return (status, JsonDocument.Parse(bytes).RootElement);
    }

    private static async Task<(int, string?)> Code(PayWeb web, HttpMethod method, string path, object? body = null, Role role = Role.ApiKey)
    {
        var (status, said) = await Send(web, method, path, body, role);
        return (status, Text(said, "code"));
    }

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;
}
