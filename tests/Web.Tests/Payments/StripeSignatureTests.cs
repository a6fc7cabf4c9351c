using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;

namespace Paylatch.Web.Tests.Payments;

/// <summary>Who may tell us that money came: only somebody who signs as Stripe does, now.</summary>
public class StripeSignatureTests
{
    private const string Secret = "whsec_paylatch_test";
    private const string Body = """{"id":"evt_1","object":"event"}""";

    // printf '%s' '1700000000.{"id":"evt_1","object":"event"}' | openssl dgst -sha256 -hmac whsec_paylatch_test
    private const string Mac = "03271cc7b16fecd321ebeec9d3fdb553618979e45eb88160676406d3fda18d87";

    // printf '%s\n' '{' '  "id": "evt_2",' '  "name": "سيمبا é"' '}' > body
    // printf '1700000000.' | cat - body | openssl dgst -sha256 -hmac whsec_paylatch_test
    private const string WideBody = "{\n  \"id\": \"evt_2\",\n  \"name\": \"سيمبا é\"\n}\n";
    private const string WideMac = "aeb37d77811a89f8ff1fbcdb51670857202c83b69ccf24bcb2b8d85cf8c0879f";

    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    [InlineData(Body, Mac)]
    [InlineData(WideBody, WideMac)]
    public void What_openssl_signed_is_accepted(string body, string mac) =>
        Verify(body, $"t=1700000000,v1={mac}");

    [Fact]
    public void Stripes_own_test_header_with_a_meaningless_v0_is_accepted() =>
        Verify(Body, $"t=1700000000,v1={Mac},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39");

    [Fact]
    public void A_body_with_any_one_bit_changed_is_refused()
    {
        for (var at = 0; at < Body.Length; at++)
        {
            var tampered = Encoding.UTF8.GetBytes(Body);
            tampered[at] ^= 1;
            Refused("payments.webhook_signature", () => StripeSignature.Verify(tampered, $"t=1700000000,v1={Mac}", Secret, SignedAt));
        }
    }

    [Theory]
    [InlineData(WideBody + "\n")]
    [InlineData("{\"id\":\"evt_2\",\"name\":\"سيمبا é\"}")]
    public void The_same_content_written_differently_is_refused(string body) =>
        Refused("payments.webhook_signature", () => Verify(body, $"t=1700000000,v1={WideMac}"));

    [Fact]
    public void A_time_that_was_not_signed_is_refused() =>
        Refused("payments.webhook_signature", () => Verify(Body, $"t=1700000001,v1={Mac}"));

    [Theory]
    [InlineData("t=1700000000,v1={other},v1={mac}")]
    [InlineData("t=1700000000,v1={mac},v1={other}")]
    [InlineData("v1={other},v1=short,v1={mac},t=1700000000")]
    public void One_fitting_v1_among_several_is_enough_while_a_secret_is_rolled(string header) =>
        Verify(Body, header.Replace("{mac}", Mac, StringComparison.Ordinal).Replace("{other}", WideMac, StringComparison.Ordinal));

    [Fact]
    public void Several_v1_of_which_none_fits_are_refused() =>
        Refused("payments.webhook_signature", () => Verify(Body, $"t=1700000000,v1={WideMac},v1={new string('0', 64)}"));

    [Theory]
    [InlineData("v0")]
    [InlineData("v2")]
    [InlineData("V1")]
    [InlineData("v11")]
    public void Another_scheme_does_not_count_even_with_the_right_value(string scheme) =>
        Refused("payments.webhook_signature", () => Verify(Body, $"t=1700000000,{scheme}={Mac}"));

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public void Five_minutes_before_or_after_are_fresh(int seconds) =>
        StripeSignature.Verify(Encoding.UTF8.GetBytes(Body), $"t=1700000000,v1={Mac}", Secret, SignedAt.AddSeconds(seconds));

    [Theory]
    [InlineData(301)]
    [InlineData(86_400)]
    [InlineData(-301)]
    [InlineData(-86_400)]
    public void Older_and_future_ones_are_refused_as_stale(int seconds) =>
        Refused("payments.webhook_stale", () =>
            StripeSignature.Verify(Encoding.UTF8.GetBytes(Body), $"t=1700000000,v1={Mac}", Secret, SignedAt.AddSeconds(seconds)));

    [Fact]
    public void A_stranger_is_not_told_whether_the_time_was_stale() =>
        Refused("payments.webhook_signature", () =>
            StripeSignature.Verify(Encoding.UTF8.GetBytes(Body), $"t=1700000000,v1={WideMac}", Secret, SignedAt.AddDays(1)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(",,,=,")]
    [InlineData("t=1700000000")]
    [InlineData("v1={mac}")]
    [InlineData("t=,v1={mac}")]
    [InlineData("t=abc,v1={mac}")]
    [InlineData("t=-1700000000,v1={mac}")]
    [InlineData("t=1700000000.0,v1={mac}")]
    [InlineData("t=99999999999999999999,v1={mac}")]
    [InlineData("t=1700000000,t=1700000000,v1={mac}")]
    [InlineData("t=1700000000,v1=")]
    [InlineData("t=1700000000,v1=03271cc7b16fecd3")]
    [InlineData("t=1700000000,v1={mac}00")]
    [InlineData("t=1700000000,v1=zz271cc7b16fecd321ebeec9d3fdb553618979e45eb88160676406d3fda18d87")]
    public void A_missing_or_malformed_header_is_refused(string? header) =>
        Refused("payments.webhook_signature", () => Verify(Body, header?.Replace("{mac}", Mac, StringComparison.Ordinal)));

    [Fact]
    public void An_endless_header_is_refused() =>
        Refused("payments.webhook_signature", () => Verify(Body, $"t=1700000000,{string.Concat(Enumerable.Repeat("v1=00,", 1000))}v1={Mac}"));

    [Fact]
    public void Another_tenants_secret_does_not_fit() =>
        Refused("payments.webhook_signature", () =>
            StripeSignature.Verify(Encoding.UTF8.GetBytes(Body), $"t=1700000000,v1={Mac}", "whsec_other_tenant", SignedAt));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_secret_that_was_never_set_fits_nothing_not_even_what_was_signed_with_it(string secret)
    {
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("1700000000." + Body));
        var header = string.Create(CultureInfo.InvariantCulture, $"t=1700000000,v1={Convert.ToHexStringLower(mac)}");
        Refused("payments.webhook_signature", () => StripeSignature.Verify(Encoding.UTF8.GetBytes(Body), header, secret, SignedAt));
    }

    private static void Verify(string body, string? header) =>
        StripeSignature.Verify(Encoding.UTF8.GetBytes(body), header, Secret, SignedAt);

    private static void Refused(string code, Action verify) => Assert.Equal(code, Assert.Throws<Refusal>(verify).Code);
}
