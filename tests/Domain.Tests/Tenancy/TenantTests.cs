using Paylatch.Domain.Tenancy;
using Paylatch.Domain.Tenancy.Events;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Tenancy;

public sealed class TenantTests
{
    private static readonly TenantPlan Kenya = new(
        "duka", "Duka", "af-east", "KES", "sw-KE", "Africa/Nairobi", true, null, "Amina Wanjiku", "amina@duka.test");

    [Theory]
    [InlineData("abc")]
    [InlineData("duka")]
    [InlineData("duka-la-simu-2")]
    [InlineData("a1234567890123456789012345678901")]
    public void A_slug_is_a_subdomain(string slug) => Assert.Equal(slug, Slug.Of(slug).Value);

    [Fact]
    public void Capitals_and_spaces_around_are_forgiven() => Assert.Equal("duka", Slug.Of(" Duka ").Value);

    [Theory]
    [InlineData(null)]
    [InlineData("ab")]
    [InlineData("a12345678901234567890123456789012")]
    [InlineData("1duka")]
    [InlineData("-duka")]
    [InlineData("duka-")]
    [InlineData("du--ka")]
    [InlineData("du_ka")]
    [InlineData("du.ka")]
    [InlineData("dukaé")]
    public void What_is_no_subdomain_is_refused(string? slug) => Refused.At("tenancy.slug_invalid", "slug", () => Slug.Of(slug));

    [Fact]
    public void Every_reserved_word_would_otherwise_be_a_slug_so_the_list_carries_nothing_idle() =>
        Assert.All(Slug.Reserved, word => Refused.At("tenancy.slug_reserved", "slug", () => Slug.Of(word)));

    [Fact]
    public void The_schema_is_named_after_the_slug() => Assert.Equal("t_duka_la_simu", Slug.Of("duka-la-simu").Schema);

    [Fact]
    public void A_registered_tenant_is_provisioned_first_and_activated_once()
    {
        var tenant = Register(Kenya);
        Assert.Equal((TenantState.Provisioning, "duka", "t_duka", "#0f766e"), (tenant.State, tenant.Slug, tenant.SchemaName, tenant.Accent));
        tenant.Activate();
        tenant.Activate();
        Assert.Equal(TenantState.Active, tenant.State);
        Assert.Equal([new TenantRegistered(tenant.Id, "duka", "af-east", Some.Kes, true), new TenantActivated(tenant.Id, "duka")], tenant.Events);
    }

    [Fact]
    public void A_tenant_has_a_name_a_known_culture_and_a_known_time_zone()
    {
        Refused.At("tenancy.name_invalid", "name", () => Register(Kenya with { Name = " " }));
        Refused.At("tenancy.name_invalid", "name", () => Register(Kenya with { Name = new string('x', 81) }));
        Refused.At("tenancy.name_invalid", "adminName", () => Register(Kenya with { AdminName = "" }));
        Refused.At("tenancy.culture_unknown", "culture", () => Register(Kenya with { Culture = "xx-ZZZZ" }));
        Refused.At("tenancy.culture_unknown", "culture", () => Register(Kenya with { Culture = "" }));
        Refused.At("tenancy.time_zone_unknown", "timeZone", () => Register(Kenya with { TimeZone = "Mars/Olympus" }));
    }

    [Theory]
    [InlineData("red", "tenancy.accent_invalid")]
    [InlineData("#12345", "tenancy.accent_invalid")]
    [InlineData("#12345g", "tenancy.accent_invalid")]
    [InlineData("#777777", "tenancy.accent_too_light")]
    [InlineData("#ff8800", "tenancy.accent_too_light")]
    public void White_text_must_be_readable_on_the_accent(string colour, string code) => Refused.At(code, "accent", () => Accent.Of(colour));

    // Figures of the WCAG's own definition: black 21, white 1, #767676 the lightest grey that passes.
    [Theory]
    [InlineData("#000000", 21.0)]
    [InlineData("#ffffff", 1.0)]
    [InlineData("#767676", 4.54)]
    [InlineData("#0f766e", 5.47)]
    public void Contrast_is_reckoned_as_the_standard_says(string colour, double contrast) =>
        Assert.Equal(contrast, Accent.ContrastWithWhite(colour), 2);

    [Fact]
    public void An_older_copy_of_the_look_is_ignored()
    {
        var tenant = Register(Kenya);
        var (older, newer) = (Branding.Start(tenant.Id, tenant.Accent), Branding.Start(tenant.Id, tenant.Accent));
        older.Change(Accent.Of("#111111"), null, false);
        newer.Change(Accent.Of("#222222"), null, false);
        newer.Change(Accent.Of("#333333"), null, false);
        tenant.TakeBranding(newer);
        tenant.TakeBranding(older);
        Assert.Equal(("#333333", 2), (tenant.Accent, tenant.BrandingVersion));
    }

    [Theory]
    [InlineData(0, "tenancy.clock_only_forward")]
    [InlineData(-1, "tenancy.clock_only_forward")]
    [InlineData(401, "tenancy.clock_step_too_long")]
    public void The_clock_steps_forward_and_not_too_far(int days, string code) =>
        Refused.At(code, "to", () => SandboxClock.MustBeStep(Today, Today.AddDays(days)));

    [Fact]
    public void Four_hundred_days_at_once_are_allowed() => SandboxClock.MustBeStep(Today, Today.AddDays(SandboxClock.MostDays));

    private static readonly DateOnly Today = new(2026, 3, 2);

    private static Tenant Register(TenantPlan plan) => Tenant.Register(new(Some.Guid()), plan, Some.Noon);
}
