using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Identity;

public sealed class SignInTests
{
    private const string Good = "seven blue elephants";

    [Fact]
    public async Task The_right_password_signs_in_whatever_the_case_of_the_address()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var staff = await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);

        var answer = await People.SignIn(portal, duka, " AMINA@Duka.Test ", Good);

        Assert.Equal(staff, answer.Account?.Id);
        Assert.Equal(Role.Agent, answer.Account?.Role);
        Assert.Equal(1, await portal.Count(duka, "events where type = 'SignedIn' and data->>'user' = '" + staff + "'"));
    }

    [Fact]
    public async Task Wrong_password_and_unknown_user_get_the_same_answer_and_both_are_in_the_log()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var staff = await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);

        var wrong = await People.SignIn(portal, duka, "amina@duka.test", "something else entirely");
        var nobody = await People.SignIn(portal, duka, "nobody@duka.test", "something else entirely");

        Assert.Equal(wrong, nobody);
        Assert.Null(wrong.Account);
        Assert.Equal(1, await portal.Count(duka, $"events where type = 'SignInFailed' and data->>'user' = '{staff}' and data->>'cause' = 'wrong_secret'"));
        Assert.Equal(1, await portal.Count(duka, "events where type = 'SignInFailed' and data->>'user' is null and data->>'cause' = 'unknown_user'"));
        Assert.Equal(0, await portal.Count(duka, "events where data::text like '%nobody@%'"));
    }

    [Fact]
    public async Task Five_failures_lock_the_account_for_fifteen_minutes_even_against_the_right_password()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);
        for (var i = 0; i < 5; i++) await People.SignIn(portal, duka, "amina@duka.test", "wrong wrong wrong");

        Assert.Null((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        portal.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Null((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        Assert.Equal(1, await portal.Count(duka, "events where type = 'AccountLockedOut'"));
    }

    [Fact]
    public async Task Four_failures_and_a_success_begin_the_count_anew()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++) await People.SignIn(portal, duka, "amina@duka.test", "wrong wrong wrong");
            Assert.NotNull((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        }
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_are_all_counted()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);

        await Parallel.ForAsync(0, 12, async (i, _) => await People.SignIn(portal, duka, "amina@duka.test", $"guess number {i}"));

        Assert.Equal(5, await portal.Count(duka, "events where type = 'SignInFailed' and data->>'cause' = 'wrong_secret'"));
        Assert.Equal(7, await portal.Count(duka, "events where type = 'SignInFailed' and data->>'cause' = 'locked_out'"));
    }

    [Fact]
    public async Task A_user_of_one_tenant_cannot_sign_in_at_another()
    {
        await using var portal = await TestPortal.Start();
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));
        await People.Staff(portal, duka, "amina@duka.test", Role.MerchantAdmin, Good);

        Assert.Null((await People.SignIn(portal, soko, "amina@duka.test", Good)).Account);
        Assert.NotNull((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
    }

    [Fact]
    public async Task A_closed_account_cannot_sign_in_and_its_session_ends()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var staff = await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);
        var stamp = (await People.SignIn(portal, duka, "amina@duka.test", Good)).Account!.Stamp;
        Assert.NotNull((await Session(stamp)).Account);

        await portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, duka), (DisableStaff u) => u.Handle(new(staff), default), default);

        Assert.Null((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        Assert.Null((await Session(stamp)).Account);

        async Task<SignInAnswer> Session(string begun) =>
            (await portal.Operations.Run(Caller.Visitor(duka.Id), (CheckSession u) => u.Handle(new(staff, begun), default), default)).Value;
    }

    [Fact]
    public async Task A_moved_sandbox_clock_neither_ends_nor_lengthens_a_lockout()
    {
        await using var portal = await TestPortal.Start();
        var sandbox = await portal.NewTenant(sandbox: true);
        await People.Staff(portal, sandbox, "amina@duka.test", Role.Agent, Good);
        for (var i = 0; i < 5; i++) await People.SignIn(portal, sandbox, "amina@duka.test", "wrong wrong wrong");

        await portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, sandbox), (MoveClock u) => u.Handle(new(ClockStep.Week), default), default);

        Assert.Null((await People.SignIn(portal, sandbox, "amina@duka.test", Good)).Account);
        portal.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.NotNull((await People.SignIn(portal, sandbox, "amina@duka.test", Good)).Account);
    }
}
