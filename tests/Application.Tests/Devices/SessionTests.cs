using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;

namespace Paylatch.Application.Tests.Devices;

public sealed class SessionTests
{
    [Fact]
    public async Task A_session_opens_under_a_rising_counter_and_never_twice_under_one()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        var assertion = phone.Agent.OpenSession().Assertion;

        var first = await phone.OpenWith(assertion);
        var again = await phone.OpenWith(assertion);
        var next = await phone.Session();

        Assert.Equal(phone.Id, fleet.Get<SessionTokens>().Read(fleet.Shop.Tenant.Id, first.Value.Token));
        Assert.Equal(("agent.replayed", RefusalKind.Unauthenticated), (again.Refusal?.Code, again.Refusal!.Kind));
        Assert.True(next.Done);
    }

    [Fact]
    public async Task Of_ten_that_send_one_assertion_at_once_one_opens_a_session()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        var assertion = phone.Agent.OpenSession().Assertion;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => phone.OpenWith(assertion)));

        Assert.Single(outcomes, o => o.Done);
    }

    [Fact]
    public async Task A_clock_wrong_by_a_day_is_refused_and_mended_by_the_servers_time()
    {
        await using var fleet = await Fleet.Open();
        var phone = await fleet.InUse();
        phone.Clock.Off = TimeSpan.FromDays(1);

        Assert.Equal("agent.clock_skew", (await phone.Session()).Refusal?.Code);
        phone.Agent.CorrectClock(fleet.Portal.Time.GetUtcNow());
        Assert.True((await phone.Session()).Done);
    }

    [Fact]
    public async Task An_assertion_is_good_for_its_own_device_and_merchant_only()
    {
        await using var fleet = await Fleet.Open();
        var soko = await fleet.Beside("soko");
        var (phone, other, foreign) = (await fleet.InUse(), await fleet.InUse(), await soko.InUse());
        var assertion = phone.Agent.OpenSession().Assertion;
        var parts = assertion.Split('.');
        var stolen = other.Agent.OpenSession().Assertion.Split('.');

        Assert.Equal("agent.bad_signature", (await phone.OpenWith(assertion, soko)).Refusal?.Code);
        Assert.Equal("agent.bad_signature", (await foreign.Session(fleet)).Refusal?.Code);
        Assert.Equal("agent.bad_signature", (await phone.OpenWith($"{parts[0]}.{stolen[1]}.{stolen[2]}")).Refusal?.Code);
        Assert.Equal("agent.request_invalid", (await phone.OpenWith("nonsense")).Refusal?.Code);
        Assert.True((await phone.OpenWith(assertion)).Done);
    }

    [Fact]
    public async Task A_token_holds_for_a_quarter_of_an_hour_at_its_own_merchant_and_unchanged()
    {
        await using var fleet = await Fleet.Open();
        var soko = await fleet.Beside("soko");
        var phone = await fleet.InUse();
        var token = (await phone.Session()).Value.Token;
        var tokens = fleet.Get<SessionTokens>();
        var (own, other) = (fleet.Shop.Tenant.Id, soko.Shop.Tenant.Id);

        Assert.Equal(phone.Id, tokens.Read(own, token));
        Assert.Null(tokens.Read(other, token));
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(tokens.Read(own, changed));
        }

        fleet.Portal.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(tokens.Read(own, token));
        Assert.Null(tokens.Read(own, ""));
        Assert.Null(tokens.Read(own, null));
    }
}
