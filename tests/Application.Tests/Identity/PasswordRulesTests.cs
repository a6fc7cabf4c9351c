using Paylatch.Application.Identity;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Identity;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("elevenchars", Role.Agent, "identity.password_too_short")]
    [InlineData("seven77", Role.Customer, "identity.password_too_short")]
    [InlineData("password1234", Role.Agent, "identity.password_common")]
    [InlineData("PassWord2026!", Role.MerchantAdmin, "identity.password_common")]
    [InlineData("aaaaaaaaaaaa", Role.Agent, "identity.password_common")]
    [InlineData("abcabcabcabc", Role.Agent, "identity.password_common")]
    [InlineData("letmeinletmein", Role.Agent, "identity.password_common")]
    [InlineData("abcdefghijklmnop", Role.Agent, "identity.password_common")]
    [InlineData("123456789012", Role.Agent, "identity.password_common")]
    [InlineData("i am amina the great", Role.Agent, "identity.password_has_name")]
    [InlineData("owner of sokoni shop", Role.MerchantAdmin, "identity.password_has_name")]
    public void A_weak_password_is_refused(string password, Role role, string code) =>
        Assert.Equal(code, Assert.Throws<Refusal>(() => PasswordRules.Check(password, role, "Amina Wanjiku", "a.w@duka.test", "sokoni")).Code);

    [Theory]
    [InlineData("seven blue elephants", Role.Agent)]
    [InlineData("ndovu saba za bluu", Role.MerchantAdmin)]
    [InlineData("صباح الخير يا جاري", Role.Agent)]
    [InlineData("k3-mango", Role.Customer)]
    public void A_good_password_needs_no_signs_and_no_capitals(string password, Role role) =>
        Assert.Equal(password, PasswordRules.Check(password, role, "Amina Wanjiku", "a.w@duka.test", "sokoni"));

    [Fact]
    public void A_password_may_have_128_characters_and_no_more()
    {
        var text = string.Concat(Enumerable.Range(0, 64).Select(i => (char)('a' + i % 26) + ((i * 7) % 10).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(text, PasswordRules.Check(text, Role.Agent));
        Assert.Equal("identity.password_too_long", Assert.Throws<Refusal>(() => PasswordRules.Check(text + "x", Role.Agent)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("amina")]
    [InlineData("amina@")]
    [InlineData("amina@duka")]
    [InlineData("a b@duka.test")]
    [InlineData("a@b@duka.test")]
    [InlineData("amina@duka.test.")]
    public void What_is_no_address_is_refused(string email) =>
        Assert.Equal("identity.email_invalid", Assert.Throws<Refusal>(() => UserNames.Email(email)).Code);
}
