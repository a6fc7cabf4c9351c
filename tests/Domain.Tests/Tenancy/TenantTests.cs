using Paylatch.Domain.Tenancy;
using Paylatch.Domain.Tenancy.Events;
using Paylatch.Domain.Tests.Shared;
using static Paylatch.Domain.Tenancy.TenantState;

namespace Paylatch.Domain.Tests.Tenancy;

public sealed class TenantTests
{
    private static readonly TenantLocale Kenya = new("africa-east", Some.Kes, "sw-KE", "Africa/Nairobi");

    [Theory]
    [InlineData("abc")]
    [InlineData("duka")]
    [InlineData("duka-la-simu-2")]
    [InlineData("a1234567890123456789012345678901")]
    public void A_slug_is_a_subdomain(string slug) => Assert.Equal(slug, Slug.Parse(slug).Value);

    [Theory]
    [InlineData(null)]
    [InlineData("ab")]
    [InlineData("a12345678901234567890123456789012")]
    [InlineData("Duka")]
    [InlineData("1duka")]
    [InlineData("-duka")]
    [InlineData("duka-")]
    [InlineData("du--ka")]
    [InlineData("du_ka")]
    [InlineData("du.ka")]
    [InlineData("dukaé")]
    public void What_is_no_subdomain_is_refused(string? slug) => Refused.At("tenancy.slug_invalid", "slug", () => Slug.Parse(slug));

    [Theory]
    [InlineData("www")]
    [InlineData("api")]
    [InlineData("admin")]
    [InlineData("app")]
    [InlineData("platform")]
    [InlineData("static")]
    [InlineData("mail")]
    public void Words_of_the_platform_are_reserved(string slug) => Refused.At("tenancy.slug_reserved", "slug", () => Slug.Parse(slug));

    [Fact]
    public void Every_reserved_word_would_otherwise_be_a_slug_so_the_list_carries_nothing_idle() => Assert.All(
        Slug.Reserved, word => Refused.With("tenancy.slug_reserved", () => Slug.Parse(word)));

    [Fact]
    public void The_schema_is_named_after_the_slug() => Assert.Equal("tenant_duka_la_simu", Slug.Parse("duka-la-simu").SchemaName);

    [Fact]
    public void A_registered_tenant_is_provisioned_first()
    {
        var tenant = Register();
        Assert.Equal((Provisioning, "duka", "tenant_duka", "Duka", "sw-KE", "Africa/Nairobi"), (tenant.State, tenant.Slug, tenant.SchemaName, tenant.Name, tenant.Culture, tenant.TimeZone));
        Assert.Equal([new TenantRegistered(tenant.Id, "duka", "africa-east", Some.Kes, true)], tenant.Events);
    }

    [Fact]
    public void A_tenant_has_a_name_a_known_culture_and_a_known_time_zone()
    {
        Refused.At("tenancy.name_invalid", "name", () => Register(name: " "));
        Refused.At("tenancy.name_invalid", "name", () => Register(name: new string('x', 81)));
        Refused.At("tenancy.culture_unknown", "culture", () => Register(locale: Kenya with { Culture = "xx-ZZZZ" }));
        Refused.At("tenancy.culture_unknown", "culture", () => Register(locale: Kenya with { Culture = "" }));
        Refused.At("tenancy.time_zone_unknown", "timeZone", () => Register(locale: Kenya with { TimeZone = "Mars/Olympus" }));
    }

    public static TheoryData<TenantState, string, TenantState?> Steps => new()
    {
        { Provisioning, "activate", Active },
        { Provisioning, "suspend", null },
        { Provisioning, "resume", null },
        { Active, "activate", Active },
        { Active, "suspend", Suspended },
        { Active, "resume", null },
        { Suspended, "activate", null },
        { Suspended, "suspend", null },
        { Suspended, "resume", Active },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_step_from_every_state_leads_where_it_is_published_to_or_is_refused(TenantState from, string step, TenantState? to)
    {
        var tenant = Register();
        if (from != Provisioning) tenant.Activate();
        if (from == Suspended) tenant.Suspend("Unpaid bills");
        if (to is null) Refused.With("tenancy.step_not_allowed", () => Take(tenant, step));
        else Take(tenant, step);
        Assert.Equal(to ?? from, tenant.State);
    }

    [Fact]
    public void Each_step_is_said_once()
    {
        var tenant = Register();
        tenant.ClearEvents();
        tenant.Activate();
        tenant.Activate();
        tenant.Suspend(" Unpaid bills ");
        tenant.Resume();
        Assert.Equal([new TenantActivated(tenant.Id), new TenantSuspended(tenant.Id, "Unpaid bills"), new TenantResumed(tenant.Id)], tenant.Events);
        Assert.Equal("Unpaid bills", tenant.Events[1].Why);
    }

    [Fact]
    public void Suspending_needs_a_reason()
    {
        var tenant = Register();
        tenant.Activate();
        Refused.At("tenancy.reason_invalid", "reason", () => tenant.Suspend("no"));
        Assert.Equal(Active, tenant.State);
    }

    [Fact]
    public void A_tenant_wears_its_own_name_colour_and_logo()
    {
        var tenant = Register();
        tenant.ClearEvents();
        tenant.Rebrand("Duka Kuu", "#FF8800", "/logos/duka.svg");
        Assert.Equal(("Duka Kuu", "#ff8800", "/logos/duka.svg"), (tenant.Name, tenant.Accent, tenant.LogoUrl));
        tenant.Rebrand("Duka", "#000000", " ");
        Assert.Null(tenant.LogoUrl);
        tenant.Rebrand("Duka", "#000000", "https://example.org/logo.png");
        Assert.Equal(3, tenant.Events.Count(e => e is TenantRebranded));
    }

    [Theory]
    [InlineData("red", null, "tenancy.accent_invalid")]
    [InlineData("#12345", null, "tenancy.accent_invalid")]
    [InlineData("#12345g", null, "tenancy.accent_invalid")]
    [InlineData("#123456", "http://example.org/logo.png", "tenancy.logo_invalid")]
    [InlineData("#123456", "//example.org/logo.png", "tenancy.logo_invalid")]
    [InlineData("#123456", "javascript:alert(1)", "tenancy.logo_invalid")]
    [InlineData("#123456", "/a\"onload=x", "tenancy.logo_invalid")]
    public void A_colour_is_a_colour_and_a_logo_comes_from_a_safe_place(string accent, string? logo, string code)
    {
        var tenant = Register();
        Refused.With(code, () => tenant.Rebrand("Another", accent, logo));
        Assert.Equal(("Duka", "#0f766e"), (tenant.Name, tenant.Accent));
    }

    [Fact]
    public void A_sandbox_s_clock_moves_forward() => Assert.Equal(
        TimeSpan.FromDays(8), SandboxClock.Forward(true, TimeSpan.FromDays(1), TimeSpan.FromDays(7)));

    [Fact]
    public void A_clock_that_is_no_sandbox_s_or_goes_back_or_too_far_is_refused()
    {
        Refused.With("tenancy.not_sandbox", () => SandboxClock.Forward(false, TimeSpan.Zero, TimeSpan.FromDays(1)));
        Refused.At("tenancy.clock_step_invalid", "by", () => SandboxClock.Forward(true, TimeSpan.Zero, TimeSpan.Zero));
        Refused.At("tenancy.clock_step_invalid", "by", () => SandboxClock.Forward(true, TimeSpan.Zero, TimeSpan.FromDays(-1)));
        Refused.At("tenancy.clock_step_invalid", "by", () => SandboxClock.Forward(true, TimeSpan.Zero, TimeSpan.FromDays(401)));
        Refused.With("tenancy.clock_too_far", () => SandboxClock.Forward(true, TimeSpan.FromDays(20 * 366), TimeSpan.FromDays(1)));
    }

    private static Tenant Register(string? name = "Duka", TenantLocale? locale = null) =>
        Tenant.Register(new(Some.Guid()), Slug.Parse("duka"), name, locale ?? Kenya, true, Some.Noon);

    private static void Take(Tenant tenant, string step)
    {
        if (step == "activate") tenant.Activate();
        if (step == "suspend") tenant.Suspend("Unpaid bills");
        if (step == "resume") tenant.Resume();
    }
}
