using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Identity;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Tenancy;

public sealed class ProvisioningTests
{
    private static readonly Caller Super = new(Caller.PlatformTenant, Role.SuperAdmin, "test-super", "c");

    [Fact]
    public async Task A_new_tenant_is_usable_at_once_by_its_first_admin_with_the_password_shown()
    {
        await using var portal = await TestPortal.Start();
        var steps = new Steps();

        var made = (await Provisioner(portal).Create(Super, Duka(sandbox: true), new(ApiKeyName: "first key"), steps, default)).Value;

        var tenant = await Directory(portal).Find("duka", default);
        Assert.Equal(made.Id, tenant?.Id);
        Assert.Equal(Role.MerchantAdmin, (await People.SignIn(portal, tenant!, "amina@duka.test", made.AdminPassword)).Account?.Role);
        Assert.Equal(1, await portal.Count(tenant!, "sandbox_clock"));
        Assert.Equal(1, await portal.Count(tenant!, "api_keys"));
        Assert.StartsWith("plk_duka_", made.ApiKey, StringComparison.Ordinal);
        Assert.Equal(Enum.GetValues<ProvisioningStep>(), steps.Seen);
    }

    [Fact]
    public async Task A_taken_slug_is_a_conflict_and_nothing_is_half_made()
    {
        await using var portal = await TestPortal.Start();
        await Provisioner(portal).Create(Super, Duka(), new(), null, default);

        var second = await Provisioner(portal).Create(Super, Duka() with { Name = "Another Duka" }, new(), null, default);

        Assert.Equal(("tenancy.slug_taken", RefusalKind.Conflict), (second.Refusal!.Code, second.Refusal.Kind));
        Assert.Equal(1, await portal.Count(Platform(portal), "tenants"));
        Assert.Equal(0, await portal.Count(Platform(portal), "tenants where state = 'provisioning'"));
    }

    [Fact]
    public async Task Of_eight_asking_for_one_slug_at_the_same_moment_one_gets_it()
    {
        await using var portal = await TestPortal.Start();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka(), default), default)));

        Assert.Single(outcomes, o => o.Done);
        Assert.All(outcomes.Where(o => !o.Done), o => Assert.Equal("tenancy.slug_taken", o.Refusal!.Code));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_tenant_left_half_made_after_any_step_is_finished_later(int stepsDone)
    {
        await using var portal = await TestPortal.Start();
        var id = (await portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka(), default), default)).Value;
        var server = portal.Services.GetRequiredService<Regions>().Of(portal.Region.Code);
        var migrator = portal.Services.GetRequiredService<Migrator>();
        if (stepsDone >= 1) await portal.Owner("create schema t_duka");
        if (stepsDone >= 2) await migrator.MigrateTenant(server, "t_duka", id.Value, default);
        if (stepsDone >= 3) await portal.Operations.Run(Caller.System(id), (SeedTenant u) => u.Handle(new("Amina Wanjiku", "amina@duka.test", "seven blue elephants"), default), default);
        Assert.Null(await Directory(portal).Find("duka", default));

        Assert.Equal(1, await Provisioner(portal).FinishAll(default));
        Assert.Equal(0, await Provisioner(portal).FinishAll(default));

        var tenant = await Directory(portal).Find("duka", default);
        Assert.NotNull(tenant);
        Assert.Equal(1, await portal.Count(tenant, "users where role = 'merchant_admin'"));
        Assert.Equal(1, await portal.Count(tenant, "branding"));
        var password = (await Provisioner(portal).ResetFirstAdmin(Super, "duka", default)).Value;
        Assert.NotNull((await People.SignIn(portal, tenant, "amina@duka.test", password)).Account);
    }

    [Fact]
    public async Task A_super_admins_reset_of_a_merchants_account_is_in_both_logs_under_their_name()
    {
        await using var portal = await TestPortal.Start();
        var made = (await Provisioner(portal).Create(Super, Duka(), new(), null, default)).Value;
        var tenant = (await Directory(portal).Find(made.Slug, default))!;

        var password = (await Provisioner(portal).ResetFirstAdmin(Super, "duka", default)).Value;

        foreach (var log in new[] { tenant, Platform(portal) })
        {
            Assert.Equal(1, await portal.Count(log, $"events where type = 'FirstAdminReset' and actor_id = '{Super.ActorId}' and actor_role = 'super_admin' and data->>'slug' = 'duka'"));
            Assert.Equal(0, await portal.Count(log, $"events where data::text like '%{password}%'"));
        }
    }

    [Fact]
    public async Task A_tenant_that_cannot_be_finished_keeps_no_other_waiting()
    {
        await using var portal = await TestPortal.Start();
        await portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka() with { Slug = "broken" }, default), default);
        await portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka(), default), default);
        // Its name is taken by something that is no table.
        await portal.Owner("create schema t_broken; create view t_broken.schema_migrations as select 1 as one");

        Assert.Equal(1, await Provisioner(portal).FinishAll(default));

        Assert.NotNull(await Directory(portal).Find("duka", default));
        Assert.Null(await Directory(portal).Find("broken", default));
    }

    [Fact]
    public async Task Two_nodes_finishing_at_once_do_it_once()
    {
        await using var portal = await TestPortal.Start();
        using var other = new TenantProvisioner(
            portal.Operations, portal.Services.GetRequiredService<Migrator>(), portal.Services.GetRequiredService<Regions>(), Directory(portal),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<TenantProvisioner>.Instance);
        await portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka(), default), default);

        var finished = await Task.WhenAll(Provisioner(portal).FinishAll(default), other.FinishAll(default));

        Assert.Equal(1, finished.Sum());
        var tenant = await Directory(portal).Find("duka", default);
        Assert.Equal(1, await portal.Count(tenant!, "users"));
        Assert.Equal(1, await portal.Count(Platform(portal), "events where type = 'TenantActivated'"));
    }

    [Fact]
    public async Task While_one_node_makes_a_tenant_another_does_not_finish_it_without_the_password()
    {
        await using var portal = await TestPortal.Start();
        using var other = new TenantProvisioner(
            portal.Operations, portal.Services.GetRequiredService<Migrator>(), portal.Services.GetRequiredService<Regions>(), Directory(portal),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<TenantProvisioner>.Instance);
        var meddled = new List<Task<int>>();
        var meddle = new OnStep(step => { if (step == ProvisioningStep.Registered) meddled.Add(other.FinishAll(default)); });

        var made = (await Provisioner(portal).Create(Super, Duka(), new(), meddle, default)).Value;

        Assert.Equal(0, await Assert.Single(meddled));
        var tenant = await Directory(portal).Find("duka", default);
        Assert.NotNull((await People.SignIn(portal, tenant!, "amina@duka.test", made.AdminPassword)).Account);
    }

    [Fact]
    public async Task The_sweep_finishes_and_every_node_sees_a_new_tenant_without_waiting_for_its_memory()
    {
        await using var portal = await TestPortal.Start(workers: true);
        Assert.Null(await Directory(portal).Find("duka", default));

        await portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka(), default), default);

        await Eventually.True(async () => await Directory(portal).Find("duka", default) is not null, "the tenant to be found");
    }

    [Theory]
    [InlineData("ab", "tenancy.slug_invalid")]
    [InlineData("1duka", "tenancy.slug_invalid")]
    [InlineData("duka-", "tenancy.slug_invalid")]
    [InlineData("du--ka", "tenancy.slug_invalid")]
    [InlineData("du_ka", "tenancy.slug_invalid")]
    [InlineData("duka.soko", "tenancy.slug_invalid")]
    [InlineData("dükan", "tenancy.slug_invalid")]
    [InlineData("d'; drop schema platform; --", "tenancy.slug_invalid")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefg", "tenancy.slug_invalid")]
    [InlineData("admin", "tenancy.slug_reserved")]
    [InlineData("www", "tenancy.slug_reserved")]
    public void A_slug_that_is_no_subdomain_or_is_kept_is_refused(string slug, string code) =>
        Assert.Equal(code, Assert.Throws<Refusal>(() => Slug.Of(slug)).Code);

    [Fact]
    public async Task Each_wrong_setting_is_refused_with_its_field()
    {
        await using var portal = await TestPortal.Start();
        (RegisterTenant.Command Wrong, string Code, string Field)[] all =
        [
            (Duka() with { Region = "moon" }, "tenancy.region_unknown", "region"),
            (Duka() with { Currency = "KSH" }, "money.currency_unknown", "currency"),
            (Duka() with { Culture = "xx-YY" }, "tenancy.culture_unknown", "culture"),
            (Duka() with { Culture = "" }, "tenancy.culture_unknown", "culture"),
            (Duka() with { TimeZone = "East Africa Time" }, "tenancy.time_zone_unknown", "timeZone"),
            (Duka() with { Accent = "teal" }, "tenancy.accent_invalid", "accent"),
            (Duka() with { Accent = "#fde047" }, "tenancy.accent_too_light", "accent"),
            (Duka() with { Name = " " }, "tenancy.name_invalid", "name"),
            (Duka() with { AdminEmail = "amina" }, "identity.email_invalid", "adminEmail"),
        ];
        foreach (var (wrong, code, field) in all)
        {
            var refusal = (await Provisioner(portal).Create(Super, wrong, new(), null, default)).Refusal;
            Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
        }

        Assert.Equal(0, await portal.Count(Platform(portal), "tenants"));
    }

    [Fact]
    public async Task Only_a_super_admin_makes_tenants()
    {
        await using var portal = await TestPortal.Start();
        var regional = Super with { Role = Role.RegionalAdmin, Region = portal.Region.Code };

        Assert.Equal("identity.not_allowed", (await Provisioner(portal).Create(regional, Duka(), new(), null, default)).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await Provisioner(portal).ResetFirstAdmin(regional, "duka", default)).Refusal?.Code);
        Assert.Equal(0, await portal.Count(Platform(portal), "tenants"));
    }

    [Fact]
    public async Task Tenants_are_listed_by_search_state_and_page()
    {
        await using var portal = await TestPortal.Start();
        foreach (var slug in new[] { "alpha", "beta", "gamma" }) await portal.NewTenant(slug);
        await portal.Operations.Run(Super, (RegisterTenant u) => u.Handle(Duka(), default), default);

        var first = await List(new(Limit: 2));
        var second = await List(new(Limit: 2, After: first.Next));
        var waiting = await List(new(State: TenantState.Provisioning));
        var found = await List(new(Search: "AMM"));

        Assert.Equal(["alpha", "beta"], first.Rows.Select(r => r.Slug));
        Assert.Equal(["duka", "gamma"], second.Rows.Select(r => r.Slug));
        Assert.Null(second.Next);
        Assert.Equal(["duka"], waiting.Rows.Select(r => r.Slug));
        Assert.Equal((3, 1), (waiting.Counts[TenantState.Active], waiting.Counts[TenantState.Provisioning]));
        Assert.Equal(["gamma"], found.Rows.Select(r => r.Slug));

        async Task<TenantPage> List(ListTenants.Query query) =>
            (await portal.Operations.Run(Super, (ListTenants u) => u.Handle(query, default), default)).Value;
    }

    private static RegisterTenant.Command Duka(bool sandbox = false) => new(
        "duka", "Duka la Amina", "af-east", "KES", "sw-KE", "Africa/Nairobi", sandbox, "#0f766e", "Amina Wanjiku", "amina@duka.test");

    private static TenantProvisioner Provisioner(TestPortal portal) => portal.Services.GetRequiredService<TenantProvisioner>();

    private static TenantDirectory Directory(TestPortal portal) => portal.Services.GetRequiredService<TenantDirectory>();

    private static TenantInfo Platform(TestPortal portal) => Directory(portal).Platform;

    private sealed class Steps : IProgress<ProvisioningStep>
    {
        public List<ProvisioningStep> Seen { get; } = [];

        public void Report(ProvisioningStep value) => Seen.Add(value);
    }

    private sealed class OnStep(Action<ProvisioningStep> act) : IProgress<ProvisioningStep>
    {
        public void Report(ProvisioningStep value) => act(value);
    }
}
