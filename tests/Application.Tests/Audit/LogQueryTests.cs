using Paylatch.Application.Audit;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Audit;

public sealed class LogQueryTests
{
    [Fact]
    public void Qualifiers_words_and_quoted_text_are_understood()
    {
        var filter = Parse("actor:amina  Type:PaymentReceived why:\"grace ended\" refused:yes lock now").Filter;

        Assert.Equal("amina", filter.Actor);
        Assert.Equal("PaymentReceived", filter.Type);
        Assert.Equal("grace ended", filter.Why);
        Assert.True(filter.Refused);
        Assert.Equal("lock now", filter.Text);
    }

    [Fact]
    public void Days_are_days_of_the_tenants_zone_and_until_includes_its_day()
    {
        var filter = Parse("since:2026-03-01 until:2026-03-02").Filter;

        Assert.Equal(new DateTimeOffset(2026, 2, 28, 21, 0, 0, TimeSpan.Zero), filter.Since);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 21, 0, 0, TimeSpan.Zero), filter.Until);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), Parse("since:2026-03-01T09:30Z").Filter.Since);
    }

    [Theory]
    [InlineData("actr:amina", "audit.unknown_qualifier", "actor:")]
    [InlineData("who:amina", "audit.unknown_qualifier", "why:")]
    [InlineData("colour:red", "audit.unknown_qualifier", "device:")]
    [InlineData("dev:1", "audit.unknown_qualifier", "device:")]
    [InlineData("type:a type:b", "audit.qualifier_twice", "type:")]
    [InlineData("actor:", "audit.bad_value", "actor:")]
    [InlineData("refused:maybe", "audit.bad_value", "yes or no")]
    [InlineData("since:yesterday", "audit.bad_value", "2026-03-01")]
    [InlineData("since:9999-12-31", "audit.bad_value", "year")]
    public void What_cannot_be_understood_is_refused_with_a_hint(string line, string code, string hint)
    {
        var refusal = Assert.Throws<Refusal>(() => Parse(line));

        Assert.Equal((code, "q"), (refusal.Code, refusal.Field));
        Assert.Contains(hint, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_too_long_is_refused() =>
        Assert.Equal("audit.query_too_long", Assert.Throws<Refusal>(() => Parse(new string('x', 501))).Code);

    [Theory]
    [InlineData("actor:amina why:\"grace ended\" \"no: colon\" words")]
    [InlineData("loan:PL-000012 since:2026-03-01T09:30Z")]
    public void A_line_put_together_from_its_parts_means_the_same(string line)
    {
        var query = Parse(line);

        Assert.Equal(line, string.Join(' ', query.Terms));
        Assert.Equal(query.Filter, Parse(string.Join(' ', query.Terms)).Filter);
    }

    [Fact]
    public void A_part_can_be_taken_out()
    {
        var query = Parse("actor:amina why:\"grace ended\" words");

        Assert.Equal("actor:amina words", query.Without(query.Terms[1]));
    }

    private static LogQuery Parse(string line)
    {
        var tenant = new TenantInfo(
            Caller.PlatformTenant, "", "", "platform", "", Currency.Of("KES"), "en",
            TimeZoneInfo.FindSystemTimeZoneById("Africa/Nairobi"), false, "", null);
        return LogQuery.Parse(line, new TenantClock(tenant, new TestTime(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)), TimeSpan.Zero));
    }
}
