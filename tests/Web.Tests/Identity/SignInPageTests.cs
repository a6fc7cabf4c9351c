using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Web.Tests.Identity;

public sealed class SignInPageTests
{
    [Fact]
    public async Task Staff_sign_in_on_their_merchants_host_and_out_again_without_scripts()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");

        var (_, page, _) = await browser.Get("/sign-in");
        var (status, _, location) = await browser.SignIn("admin@duka.test", WebPortal.Password);

        Assert.Equal(0, page.Scripts.Length);
        Assert.Equal((HttpStatusCode.Redirect, "/today"), (status, location));
        Assert.EndsWith("/today", (await browser.Get("/sign-in")).Location, StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await browser.Post("/settings", "/sign-out")).Location);
        Assert.Equal("/sign-in?returnUrl=%2Fsettings", (await browser.Get("/settings")).Location);
    }

    [Fact]
    public async Task A_wrong_password_says_so_keeps_the_name_and_tells_nothing_in_the_address()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");

        var (_, _, location) = await browser.SignIn("admin@duka.test", "not that one at all");
        var (status, page, _) = await browser.Get(location!);

        Assert.Equal("/sign-in?error=identity.sign_in_failed", location);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("identity.sign_in_failed", page.QuerySelector("[role=alert] code")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("admin@duka.test", page.QuerySelector("#userName")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_cookie_of_one_merchant_is_nobody_at_another_and_on_the_platform()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        await portal.Tenant("soko");
        using var signIn = await Post(portal.Open("duka.localhost"), "admin@duka.test");
        var cookie = signIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("paylatch=", StringComparison.Ordinal)).Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, await StatusWith("duka.localhost"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusWith("soko.localhost"));
        Assert.Equal(HttpStatusCode.Redirect, await StatusWith("localhost"));

        async Task<HttpStatusCode> StatusWith(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/password");
            request.Headers.Add("Cookie", cookie);
            return (await portal.Open(host).Http.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task The_cookie_is_for_this_host_only_and_not_for_scripts()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");

        using var signIn = await Post(portal.Open("duka.localhost"), "admin@duka.test");

        var cookie = signIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("paylatch=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings", "/settings")]
    [InlineData("https://evil.example/", "/today")]
    [InlineData("//evil.example/", "/today")]
    [InlineData("/\\evil.example", "/today")]
    public async Task One_returns_to_where_one_was_and_never_to_another_site(string returnUrl, string reached)
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");

        var (_, _, location) = await portal.Open("duka.localhost").SignIn(
            "admin@duka.test", WebPortal.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal(reached, location);
    }

    [Fact]
    public async Task A_post_without_its_token_signs_nobody_in_and_leads_to_a_fresh_form()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        foreach (var address in new[] { "/sign-in", "/sign-in/code", "/sign-out" })
        {
            using var form = new FormUrlEncodedContent([new("userName", "admin@duka.test"), new("password", WebPortal.Password)]);
            using var answer = await browser.Http.PostAsync(address, form);
            Assert.Equal("/sign-in?error=identity.form_expired", answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task Platform_staff_sign_in_on_the_platform_and_come_to_their_own_pages()
    {
        await using var portal = await WebPortal.Start();
        await portal.PlatformStaff("super@paylatch.test", Role.SuperAdmin);
        await portal.PlatformStaff("regional@paylatch.test", Role.RegionalAdmin, "af-east");

        Assert.Equal("/tenants", (await portal.Open("localhost").SignIn("super@paylatch.test", WebPortal.Password)).Location);
        Assert.Equal("/region", (await portal.Open("localhost").SignIn("regional@paylatch.test", WebPortal.Password)).Location);
        var (_, page, _) = await portal.Open("localhost").Get("/sign-in");
        Assert.Null(page.QuerySelector("#phone"));
    }

    [Fact]
    public async Task A_customer_signs_in_by_the_code_and_the_phone_stands_in_no_address()
    {
        await using var portal = await WebPortal.Start();
        var tenant = await portal.Tenant("duka");
        await Sql(portal, tenant, "insert into customers (id, name, phone, national_id_sealed, national_id_index, national_id_hint, created_at) values (gen_random_uuid(), 'Zuri', '+254712345678', '', '1', '12', now())");
        var browser = portal.Open("duka.localhost");

        var (_, _, asked) = await browser.Post("/sign-in", "/sign-in/code", ("phone", "+254 712 345 678"));
        var code = (await Sql(portal, tenant, "select body from messages"))[..6];
        var wrong = await browser.Post(asked!, "/sign-in/code", ("code", code == "000000" ? "000001" : "000000"));
        var right = await browser.Post(wrong.Location!, "/sign-in/code", ("code", code));

        Assert.Equal("/sign-in?step=code", asked);
        Assert.Equal("/sign-in?error=identity.code_failed&step=code", wrong.Location);
        Assert.Equal("/me", right.Location);
    }

    [Fact]
    public async Task A_closed_account_is_out_after_five_minutes_at_the_latest()
    {
        await using var portal = await WebPortal.Start();
        var tenant = await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.SignIn("admin@duka.test", WebPortal.Password);
        await Sql(portal, tenant, "update users set security_stamp = 'another' returning ''");
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/password")).Status);

        portal.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("/sign-in?returnUrl=%2Fpassword", (await browser.Get("/password")).Location);
    }

    [Fact]
    public async Task Somebody_changes_their_password_and_stays_signed_in()
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var (here, there) = (portal.Open("duka.localhost"), portal.Open("duka.localhost"));
        await here.SignIn("admin@duka.test", WebPortal.Password);
        await there.SignIn("admin@duka.test", WebPortal.Password);

        var weak = await here.Post("/password", "/password", ("current", WebPortal.Password), ("password", "password1234"));
        var done = await here.Post("/password", "/password", ("current", WebPortal.Password), ("password", "nine green giraffes"));
        portal.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("/password?error=identity.password_common", weak.Location);
        Assert.Equal("/password?done=1", done.Location);
        Assert.Equal(HttpStatusCode.OK, (await here.Get("/password")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await there.Get("/password")).Status);
    }

    [Theory]
    [InlineData("en", "ltr", "Sign in")]
    [InlineData("sw", "ltr", "Ingia")]
    [InlineData("ar", "rtl", "تسجيل الدخول")]
    public async Task The_page_speaks_three_languages_and_stays_small(string culture, string direction, string title)
    {
        await using var portal = await WebPortal.Start();
        await portal.Tenant("duka");
        var browser = portal.Open("duka.localhost");
        await browser.Get("/culture?to=" + culture);

        var (_, page, _) = await browser.Get("/sign-in");

        Assert.Equal((direction, title), (page.DocumentElement.GetAttribute("dir"), page.QuerySelector("h1")!.TextContent));
        Assert.True((await browser.Http.GetByteArrayAsync("/sign-in")).Length < 15_000);
    }

    private static async Task<HttpResponseMessage> Post(WebPortal.Browser browser, string name)
    {
        var (_, page, _) = await browser.Get("/sign-in");
        var token = page.QuerySelector("form[action='/sign-in'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("userName", name), new("password", WebPortal.Password)]);
        return await browser.Http.PostAsync("/sign-in", form);
    }

    private static async Task<string> Sql(WebPortal portal, Domain.Shared.TenantId tenant, string sql)
    {
        var info = await portal.Services.GetRequiredService<Infrastructure.Tenancy.TenantDirectory>().Get(tenant, default);
        await using var connection = await portal.Services.GetRequiredService<Regions>().Of(info.Region).App.OpenConnectionAsync();
        await using var walls = new NpgsqlCommand("select set_config('search_path', $1, false), set_config('app.tenant_id', $2, false)", connection) { Parameters = { new() { Value = info.Schema }, new() { Value = tenant.ToString() } } };
        await walls.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string ?? "";
    }
}
