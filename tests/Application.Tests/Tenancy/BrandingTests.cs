using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Identity;
using Paylatch.Domain.Tenancy;
using Paylatch.Infrastructure.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Tenancy;

public sealed class BrandingTests
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[40]];

    [Fact]
    public async Task A_new_look_reaches_the_platforms_directory_and_the_logo_can_be_fetched()
    {
        await using var portal = await TestPortal.Start(workers: true);
        var duka = await portal.NewTenant();

        var look = (await Change(portal, duka, new("#7C2D12", Png))).Value;

        Assert.Equal("#7c2d12", look.Accent);
        var logo = (await portal.Operations.Run(Caller.Visitor(duka.Id), (ReadLogo u) => u.Handle(look.LogoUrl!, default), default)).Value;
        Assert.Equal(("image/png", Png.Length), (logo!.MediaType, logo.Bytes.Length));
        var directory = portal.Services.GetRequiredService<TenantDirectory>();
        await Eventually.True(
            async () => await directory.Find("duka", default) is { Accent: "#7c2d12" } tenant && tenant.LogoUrl == look.LogoUrl, "the directory to follow");
    }

    [Fact]
    public async Task A_late_copy_of_an_older_look_does_not_overwrite_a_newer_one()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var (older, newer) = (Branding.Start(duka.Id, "#0f766e"), Branding.Start(duka.Id, "#0f766e"));
        older.Change(Accent.Of("#111111"), null, false);
        newer.Change(Accent.Of("#222222"), null, false);
        newer.Change(Accent.Of("#333333"), null, false);

        foreach (var look in new[] { newer, older })
            await portal.Operations.Run(Caller.System(Caller.PlatformTenant), (RecordBranding u) => u.Handle(duka.Id, look, default), default);

        Assert.Equal("#333333", await portal.Scalar<string>(portal.Services.GetRequiredService<TenantDirectory>().Platform, "select accent from tenants"));
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "tenancy.logo_type")]
    [InlineData("GIF89a..........................", "tenancy.logo_type")]
    [InlineData("", "tenancy.logo_type")]
    public async Task What_is_no_png_or_webp_is_refused_and_the_look_stays(string bytes, string code)
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();

        Assert.Equal(code, (await Change(portal, duka, new("#111111", System.Text.Encoding.UTF8.GetBytes(bytes)))).Refusal?.Code);
        Assert.Equal("tenancy.logo_too_large", (await Change(portal, duka, new("#111111", [.. Png, .. new byte[LogoPicture.MostBytes]]))).Refusal?.Code);
        Assert.Equal(0, await portal.Count(duka, "branding"));
    }

    [Fact]
    public async Task The_picture_stays_until_it_is_replaced_or_removed()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var first = (await Change(portal, duka, new("#111111", Png))).Value.LogoUrl;

        Assert.Equal(first, (await Change(portal, duka, new("#222222"))).Value.LogoUrl);
        var second = (await Change(portal, duka, new("#222222", [.. Png, 1]))).Value.LogoUrl;
        Assert.NotEqual(first, second);
        Assert.Null((await portal.Operations.Run(Caller.Visitor(duka.Id), (ReadLogo u) => u.Handle(first!, default), default)).Value);
        Assert.Null((await Change(portal, duka, new("#222222", RemoveLogo: true))).Value.LogoUrl);
    }

    private static Task<Outcome<BrandingLook>> Change(TestPortal portal, TenantInfo tenant, UpdateBranding.Command command) =>
        portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, tenant), (UpdateBranding u) => u.Handle(command, default), default);
}
