using System.Text;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

public sealed class CustomerTests
{
    [Fact]
    public async Task The_national_id_is_sealed_in_the_table_and_masked_in_every_answer()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        var row = (await Register(shop, "Amina Wanjiru", "+254712345678", "3456-7890")).Value;

        var box = await shop.Read<byte[]>("select national_id_sealed from {s}.customers");
        var index = await shop.Read<byte[]>("select national_id_index from {s}.customers");
        Assert.DoesNotContain("34567890", Encoding.Latin1.GetString(box), StringComparison.Ordinal);
        Assert.DoesNotContain("34567890", Encoding.Latin1.GetString(index), StringComparison.Ordinal);
        Assert.Equal("••••••90", row.NationalId);
        Assert.Equal("+254••••••678", row.Phone);
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.events where data::text ~ '34567890|712345678|Amina'"));
    }

    [Fact]
    public async Task Revealing_a_national_id_needs_the_permission_and_a_reason_and_is_logged()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = (await Register(shop, "Amina Wanjiru", "+254712345678", "3456 7890")).Value.Id;

        var agent = await shop.Run(Role.Agent, (RevealNationalId u) => u.Handle(new(id, "the customer asks"), default));
        var silent = await shop.Run(Role.MerchantAdmin, (RevealNationalId u) => u.Handle(new(id, " "), default));
        var shown = await shop.Run(Role.MerchantAdmin, (RevealNationalId u) => u.Handle(new(id, "the customer asks"), default));

        Assert.Equal("identity.not_allowed", agent.Refusal?.Code);
        Assert.Equal(("lending.reveal_reason_invalid", "reason"), (silent.Refusal?.Code, silent.Refusal?.Field));
        Assert.Equal("34567890", shown.Value);
        Assert.Equal(1L, await shop.Read<long>("""
            select count(*) from {s}.events where type = 'NationalIdRevealed' and reason = 'the customer asks' and customer_id = $1 and actor_role = 'merchant_admin'
            """, id.Value));
    }

    [Fact]
    public async Task A_known_person_is_refused_by_field_and_can_be_found()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var known = (await Register(shop, "Amina Wanjiru", "+254712345678", "34567890")).Value;

        var samePhone = (await Register(shop, "Amina W", "+254 712 345 678", "99999999")).Refusal;
        var sameId = (await Register(shop, "Amina W", "+254700000000", "345-678-90")).Refusal;
        var byPhone = (await shop.Run(Role.Agent, (FindCustomer u) => u.Handle(new("0712 345 678"), default))).Value;
        var byId = (await shop.Run(Role.Agent, (FindCustomer u) => u.Handle(new(null, "3456 7890"), default))).Value;
        var byName = (await shop.Run(Role.Agent, (FindCustomer u) => u.Handle(new("wanJI"), default))).Value;

        Assert.Equal(("lending.phone_taken", "phone"), (samePhone?.Code, samePhone?.Field));
        Assert.Equal(("lending.national_id_taken", "nationalId"), (sameId?.Code, sameId?.Field));
        Assert.All([byPhone, byId, byName], found => Assert.Equal(known, Assert.Single(found)));
    }

    [Fact]
    public async Task Of_many_registering_one_person_at_once_one_succeeds_and_the_others_are_told()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        var all = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Register(shop, "Amina Wanjiru", "+254712345678", "34567890")));

        Assert.Single(all, outcome => outcome.Done);
        Assert.All(all.Where(outcome => !outcome.Done), outcome => Assert.Equal("lending.national_id_taken", outcome.Refusal?.Code));
    }

    [Theory]
    [InlineData("", "+254712345678", "34567890", "name")]
    [InlineData("Amina", "12", "34567890", "phone")]
    [InlineData("Amina", "+254712345678", "1", "nationalId")]
    public async Task What_is_no_name_phone_or_id_is_refused_by_field(string name, string phone, string nationalId, string field)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;

        var refused = (await Register(shop, name, phone, nationalId)).Refusal;

        Assert.Equal(field, refused?.Field);
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.customers"));
    }

    private static Task<Outcome<CustomerRow>> Register(Shop shop, string name, string phone, string nationalId) =>
        shop.Run(Role.Agent, (RegisterCustomer u) => u.Handle(new(name, phone, nationalId), default));
}
