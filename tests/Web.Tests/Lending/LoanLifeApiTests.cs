using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Paylatch.Application.Identity;
using Paylatch.Web.Tests.Payments;

namespace Paylatch.Web.Tests.Lending;

/// <summary>Payoff quotes and restructuring, for programs.</summary>
public sealed class LoanLifeApiTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Theory]
    [InlineData("payoff-quotes")]
    [InlineData("restructures/preview")]
    [InlineData("restructures")]
    public async Task Who_is_nobody_is_told_so_before_the_body_is_looked_at(string what)
    {
        await using var web = await PayWeb.Start(bench, connected: false);
        var (loan, _) = await web.Sell();

        Assert.Equal((401, "identity.sign_in_required"), await Code(web, $"api/v1/loans/{loan}/{what}", "{", Role.Visitor));
        Assert.Equal((422, "lending.terms_unreadable"), await Code(web, $"api/v1/loans/{loan}/{what}", "{", Role.ApiKey));
    }

    private static async Task<(int Status, string? Code)> Code(PayWeb web, string path, string body, Role role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, path));
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        var (status, _, _, bytes) = await web.Open(role).Send(request);
        return (status, JsonDocument.Parse(bytes).RootElement.GetProperty("code").GetString());
    }
}
