using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Identity;

public sealed class SignInCodeTests
{
    private const string Phone = "+254712345678";

    [Fact]
    public async Task The_code_in_the_message_signs_the_customer_in_once()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var customer = await People.Customer(portal, duka, Phone);
        Assert.True((await Ask(portal, duka, "+254 712-345 678")).Done);
        var code = await CodeSent(portal, duka);

        var answer = await Enter(portal, duka, Phone, $" {code[..3]} {code[3..]} ");

        Assert.Equal(customer, answer.Account?.Customer);
        Assert.Equal(Role.Customer, answer.Account?.Role);
        Assert.Null((await Enter(portal, duka, Phone, code)).Account);
        Assert.Equal(0, await portal.Count(duka, $"events where data::text like '%{code}%'"));
    }

    [Fact]
    public async Task A_code_expires_after_ten_minutes()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Customer(portal, duka, Phone);
        await Ask(portal, duka, Phone);
        var code = await CodeSent(portal, duka);

        portal.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Null((await Enter(portal, duka, Phone, code)).Account);
        Assert.Equal(1, await portal.Count(duka, "events where data->>'cause' = 'code_expired'"));
    }

    [Fact]
    public async Task Five_wrong_tries_use_a_code_up()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Customer(portal, duka, Phone);
        await Ask(portal, duka, Phone);
        var code = await CodeSent(portal, duka);
        var wrong = code == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++) Assert.Null((await Enter(portal, duka, Phone, wrong)).Account);

        Assert.Null((await Enter(portal, duka, Phone, code)).Account);
    }

    [Fact]
    public async Task A_new_code_ends_the_one_before()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Customer(portal, duka, Phone);
        await Ask(portal, duka, Phone);
        var first = await CodeSent(portal, duka);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await Ask(portal, duka, Phone);
        var second = await CodeSent(portal, duka);

        if (first != second) Assert.Null((await Enter(portal, duka, Phone, first)).Account);
        Assert.NotNull((await Enter(portal, duka, Phone, second)).Account);
    }

    [Fact]
    public async Task Codes_are_limited_per_phone_and_a_stranger_cannot_be_told_from_a_customer()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        await People.Customer(portal, duka, Phone);
        foreach (var phone in new[] { Phone, "+254700000001" })
        {
            Assert.True((await Ask(portal, duka, phone)).Done);
            Assert.Equal("identity.code_too_often", (await Ask(portal, duka, phone)).Refusal?.Code);
        }

        for (var i = 0; i < 4; i++)
        {
            portal.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.True((await Ask(portal, duka, Phone)).Done);
        }

        portal.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("identity.code_too_often", (await Ask(portal, duka, Phone)).Refusal?.Code);
        portal.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await Ask(portal, duka, Phone)).Done);
        Assert.Equal(0, await portal.Count(duka, "messages where recipient <> '" + Phone + "'"));
    }

    [Fact]
    public async Task A_code_of_one_tenant_does_nothing_at_another()
    {
        await using var portal = await TestPortal.Start();
        var (duka, soko) = (await portal.NewTenant("duka"), await portal.NewTenant("soko"));
        await People.Customer(portal, duka, Phone);
        await People.Customer(portal, soko, Phone);
        await Ask(portal, duka, Phone);
        var code = await CodeSent(portal, duka);

        Assert.Null((await Enter(portal, soko, Phone, code)).Account);
        Assert.NotNull((await Enter(portal, duka, Phone, code)).Account);
    }

    [Fact]
    public async Task A_customer_with_a_password_signs_in_by_phone_and_whoever_takes_the_number_over_does_not_become_them()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var first = await People.Customer(portal, duka, Phone);
        await portal.Operations.Run(Caller.System(duka.Id), (OpenCustomerAccount u) => u.Handle(new(Phone, "mango tree 8"), default), default);
        Assert.Equal(first, (await People.SignIn(portal, duka, "+254 712 345 678", "mango tree 8")).Account?.Customer);

        await portal.InTenant(duka, $"update customers set phone = '+254799999999' where id = '{first}'");
        await People.Customer(portal, duka, Phone, "Another Person");

        Assert.Null((await People.SignIn(portal, duka, Phone, "mango tree 8")).Account);
        Assert.Equal(first, (await People.SignIn(portal, duka, "+254799999999", "mango tree 8")).Account?.Customer);
    }

    [Fact]
    public async Task The_message_is_in_the_customers_language()
    {
        await using var portal = await TestPortal.Start();
        var duka = await portal.NewTenant();
        var customer = await People.Customer(portal, duka, Phone);
        await portal.InTenant(duka, $"update customers set culture = 'sw' where id = '{customer}'");

        await Ask(portal, duka, Phone);

        Assert.Contains("Usimpe mtu yeyote", await portal.Scalar<string>(duka, "select body from messages"), StringComparison.Ordinal);
    }

    private static async Task<Outcome<Nothing>> Ask(TestPortal portal, TenantInfo tenant, string phone) =>
        await portal.Operations.Run(Caller.Visitor(tenant.Id), (RequestSignInCode u) => u.Handle(new(phone), default), default);

    private static async Task<SignInAnswer> Enter(TestPortal portal, TenantInfo tenant, string phone, string code) =>
        (await portal.Operations.Run(Caller.Visitor(tenant.Id), (SignInWithCode u) => u.Handle(new(phone, code), default), default)).Value;

    private static async Task<string> CodeSent(TestPortal portal, TenantInfo tenant) =>
        (await portal.Scalar<string>(tenant, "select body from messages where kind = 'sign_in_code' order by created_at desc, id desc limit 1"))[..6];
}
