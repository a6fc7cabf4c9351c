using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>What one person may decide alone about a restructuring.</summary>
public sealed class RestructureLimitsTests
{
    [Fact]
    public async Task Until_somebody_sets_them_the_limits_are_the_usual_ones_and_nobodys()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        var shown = (await shop.Run(Role.Agent, (ShowRestructureLimits u) => u.Handle(default))).Value;

        Assert.Equal(RestructureLimits.Default(shop.Tenant.Currency), shown.Limits);
        Assert.Equal((null, null), (shown.SetAt, shown.SetBy));
    }

    [Fact]
    public async Task Who_set_the_limits_is_known_and_logged_and_the_same_again_changes_nothing()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var command = new CreateStaff.Command("Achieng Otieno", "achieng@duka.test", Role.MerchantAdmin, "a long password 1");
        Assert.Null((await shop.Run(Role.MerchantAdmin, (CreateStaff u) => u.Handle(command, default))).Refusal);
        var id = await shop.Read<Guid>("select id from {s}.users where display_name = 'Achieng Otieno'");
        var at = portal.Time.GetUtcNow();

        Assert.Null((await Set(id.ToString(), "2500.50", 3)).Refusal);
        shop.Days(2);
        Assert.Null((await Set("somebody-else", "2500.5", 3)).Refusal);

        var shown = (await shop.Run(Role.Agent, (ShowRestructureLimits u) => u.Handle(default))).Value;
        Assert.Equal((250_050L, 3), (shown.Limits.Outstanding.Minor, shown.Limits.MoreMonths));
        Assert.Equal("Achieng Otieno", shown.SetBy);
        Assert.Equal(at, shown.SetAt!.Value, TimeSpan.FromMinutes(1));
        Assert.Equal("RestructureLimitsSet:1", await shop.Events("RestructureLimitsSet"));

        Task<Outcome<Nothing>> Set(string who, string outstanding, int months) => portal.Operations.Run(
            TestPortal.As(Role.MerchantAdmin, shop.Tenant) with { ActorId = who }, (SetRestructureLimits u) => u.Handle(outstanding, months, default), default);
    }

    [Theory]
    [InlineData("ten", 6, "money.amount_invalid", "outstanding")]
    [InlineData(null, 6, "money.amount_invalid", "outstanding")]
    [InlineData("1.005", 6, "money.amount_invalid", "outstanding")]
    [InlineData("-0.01", 6, "lending.term_not_allowed", "outstanding")]
    [InlineData("1000", -1, "lending.term_out_of_range", "moreMonths")]
    [InlineData("1000", 601, "lending.term_out_of_range", "moreMonths")]
    public async Task What_is_no_limit_is_refused_with_the_name_of_its_field(string? outstanding, int months, string code, string field)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        var refused = (await shop.Run(Role.MerchantAdmin, (SetRestructureLimits u) => u.Handle(outstanding, months, default))).Refusal;

        Assert.Equal((code, field), (refused?.Code, refused?.Field));
        Assert.Equal(0, await shop.Read<long>("select count(*) from {s}.restructure_limits"));
    }

    [Fact]
    public async Task Nobody_but_who_manages_the_shop_sets_them()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        foreach (var role in new[] { Role.Agent, Role.ApiKey })
            Assert.Equal(RefusalKind.Forbidden, (await shop.Run(role, (SetRestructureLimits u) => u.Handle("1", 1, default))).Refusal?.Kind);
    }
}
