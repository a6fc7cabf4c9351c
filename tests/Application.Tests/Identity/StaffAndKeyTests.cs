using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Identity;

public sealed class StaffAndKeyTests
{
    private const string Good = "seven blue elephants";

    [Fact]
    public async Task A_password_made_for_a_new_agent_is_shown_once_and_works()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();

        var made = (await portal.Operations.Run(Admin(duka), (CreateStaff u) => u.Handle(new("Juma Otieno", "juma@duka.test", Role.Agent), default), default)).Value;

        Assert.Equal(made.Id, (await People.SignIn(portal, duka, "juma@duka.test", made.Password!)).Account?.Id);
        Assert.Equal(0, await portal.Count(duka, $"events where data::text like '%{made.Password}%'"));
        Assert.Equal(0, await portal.Count(duka, "events where data::text like '%juma%'"));
    }

    [Fact]
    public async Task Two_accounts_with_one_address_are_refused_even_at_the_same_moment()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => portal.Operations.Run(
            Admin(duka), (CreateStaff u) => u.Handle(new("Juma Otieno", i % 2 == 0 ? "juma@duka.test" : "JUMA@duka.test", Role.Agent, Good), default), default)));

        Assert.Single(outcomes, o => o.Done);
        Assert.All(outcomes.Where(o => !o.Done), o => Assert.Equal("identity.user_name_taken", o.Refusal!.Code));
        Assert.Equal(1, await portal.Count(duka, "users"));
    }

    [Theory]
    [InlineData(Role.SuperAdmin)]
    [InlineData(Role.RegionalAdmin)]
    [InlineData(Role.System)]
    [InlineData(Role.Customer)]
    public async Task A_merchant_cannot_give_a_role_beyond_its_own(Role role)
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();

        var outcome = await portal.Operations.Run(Admin(duka), (CreateStaff u) => u.Handle(new("Juma Otieno", "juma@duka.test", role, Good), default), default);

        Assert.Equal("identity.role_invalid", outcome.Refusal?.Code);
        Assert.Equal(0, await portal.Count(duka, "users"));
    }

    [Fact]
    public async Task An_agent_may_neither_open_accounts_nor_make_keys()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var agent = TestPortal.As(Role.Agent, duka);

        Assert.Equal("identity.not_allowed", (await portal.Operations.Run(agent, (CreateStaff u) => u.Handle(new("Juma Otieno", "j@duka.test", Role.Agent), default), default)).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await portal.Operations.Run(agent, (CreateApiKey u) => u.Handle(new("till"), default), default)).Refusal?.Code);
    }

    [Fact]
    public async Task The_last_admin_cannot_be_closed_nor_two_close_each_other()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var one = await People.Staff(portal, duka, "one@duka.test", Role.MerchantAdmin, Good);
        for (var round = 0; round < 6; round++)
        {
            var two = await People.Staff(portal, duka, $"two{round}@duka.test", Role.MerchantAdmin, Good);

            var outcomes = await Task.WhenAll(Close(one, two), Close(two, one));

            Assert.Single(outcomes, o => o.Done);
            Assert.Equal("identity.last_admin", outcomes.Single(o => !o.Done).Refusal!.Code);
            one = outcomes[0].Done ? one : two;
        }

        Assert.Equal("identity.not_yourself", (await Close(one, one)).Refusal?.Code);

        Task<Outcome<Nothing>> Close(UserId by, UserId whom) => portal.Operations.Run(
            Admin(duka) with { ActorId = by.ToString() }, (DisableStaff u) => u.Handle(new(whom), default), default);
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_and_the_old_password()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var staff = await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);
        var before = (await People.SignIn(portal, duka, "amina@duka.test", Good)).Account!;

        var refused = await portal.Operations.Run(Admin(duka), (SetPassword u) => u.Handle(new(staff, "short"), default), default);
        var made = (await portal.Operations.Run(Admin(duka), (SetPassword u) => u.Handle(new(staff), default), default)).Value;

        Assert.Equal("identity.password_too_short", refused.Refusal?.Code);
        Assert.Null((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        Assert.NotNull((await People.SignIn(portal, duka, "amina@duka.test", made.Password!)).Account);
        var session = await portal.Operations.Run(Caller.Visitor(duka.Id), (CheckSession u) => u.Handle(new(staff, before.Stamp), default), default);
        Assert.Null(session.Value.Account);
    }

    [Fact]
    public async Task Somebody_changes_their_own_password_only_by_the_present_one()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var staff = await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);
        var self = TestPortal.As(Role.Agent, duka) with { ActorId = staff.ToString() };

        var wrong = await portal.Operations.Run(self, (ChangeOwnPassword u) => u.Handle(new("not that one", "nine green giraffes"), default), default);
        var visitor = await portal.Operations.Run(Caller.Visitor(duka.Id), (ChangeOwnPassword u) => u.Handle(new(Good, "nine green giraffes"), default), default);
        var done = await portal.Operations.Run(self, (ChangeOwnPassword u) => u.Handle(new(Good, "nine green giraffes"), default), default);

        Assert.Null(wrong.Value.Account);
        Assert.Equal(1, await portal.Count(duka, "users where access_failed_count = 0"));
        Assert.Equal(1, await portal.Count(duka, "events where type = 'SignInFailed'"));
        Assert.Equal("identity.sign_in_required", visitor.Refusal?.Code);
        Assert.NotNull(done.Value.Account);
        Assert.Equal(done.Value.Account?.Stamp, (await People.SignIn(portal, duka, "amina@duka.test", "nine green giraffes")).Account?.Stamp);
    }

    [Fact]
    public async Task Guessing_the_present_password_in_somebodys_open_session_makes_the_account_rest()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var staff = await People.Staff(portal, duka, "amina@duka.test", Role.Agent, Good);
        var self = TestPortal.As(Role.Agent, duka) with { ActorId = staff.ToString() };
        async Task<bool> Change(string current) =>
            (await portal.Operations.Run(self, (ChangeOwnPassword u) => u.Handle(new(current, "nine green giraffes"), default), default)).Value.Account is not null;

        for (var i = 0; i < 5; i++) Assert.False(await Change("not that one"));

        Assert.False(await Change(Good));
        Assert.Null((await People.SignIn(portal, duka, "amina@duka.test", Good)).Account);
        Assert.Equal(1, await portal.Count(duka, "events where type = 'AccountLockedOut'"));
        portal.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.True(await Change(Good));
    }

    [Fact]
    public async Task An_api_key_is_shown_once_and_only_its_hash_is_kept()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();

        var made = (await portal.Operations.Run(Admin(duka), (CreateApiKey u) => u.Handle(new("till 4"), default), default)).Value;
        var listed = (await portal.Operations.Run(Admin(duka), (ListApiKeys u) => u.Handle(default), default)).Value;

        Assert.Matches("^plk_duka_[0-9A-Za-z]{32}$", made.Key);
        Assert.DoesNotContain(made.Key[9..20], Assert.Single(listed).Hint, StringComparison.Ordinal);
        Assert.Equal(0, await portal.Count(duka, $"events where data::text like '%{made.Key}%'"));
        Assert.Equal(made.Id, (await Find(portal, duka, made.Key))?.Id);
    }

    [Fact]
    public async Task A_revoked_key_a_changed_key_and_a_key_of_another_tenant_are_no_keys()
    {
        await using var portal = await TestPortal.Start();
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));
        var made = (await portal.Operations.Run(Admin(duka), (CreateApiKey u) => u.Handle(new("till"), default), default)).Value;

        Assert.Null(await Find(portal, soko, made.Key));
        Assert.Null(await Find(portal, soko, made.Key.Replace("duka", "soko", StringComparison.Ordinal)));
        Assert.Null(await Find(portal, duka, made.Key[..^1] + (made.Key[^1] == 'a' ? 'b' : 'a')));
        Assert.Null(await Find(portal, duka, null));
        Assert.NotNull(await Find(portal, duka, made.Key));
        await portal.Operations.Run(Admin(duka), (RevokeApiKey u) => u.Handle(new(made.Id), default), default);
        Assert.Null(await Find(portal, duka, made.Key));
        Assert.Equal("identity.key_not_found", (await portal.Operations.Run(Admin(soko), (RevokeApiKey u) => u.Handle(new(made.Id), default), default)).Refusal?.Code);
    }

    private static Caller Admin(TenantInfo tenant) => TestPortal.As(Role.MerchantAdmin, tenant);

    private static async Task<FoundApiKey?> Find(TestPortal portal, TenantInfo tenant, string? text) =>
        (await portal.Operations.Run(Caller.Visitor(tenant.Id), (FindApiKey u) => u.Handle(text, default), default)).Value;
}
