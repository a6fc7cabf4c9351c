namespace Paylatch.DeviceAgents.Protocol.Tests;

public sealed class EnrolmentTextTests
{
    [Fact]
    public void New_codes_have_the_shown_form_and_differ()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => EnrolmentCode.New()).ToList();
        Assert.Equal(1000, codes.Distinct().Count());
        Assert.All(codes, c => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", c));
        Assert.All(codes, c => Assert.Equal(c, EnrolmentCode.Normalise(c)));
    }

    [Theory]
    [InlineData("7kq2m9xa04tz", "7KQ2-M9XA-04TZ")]
    [InlineData(" 7KQ2 M9XA O4TZ ", "7KQ2-M9XA-04TZ")]
    [InlineData("iLo0-1111-0000", "1100-1111-0000")]
    public void A_typed_code_is_read_as_meant(string typed, string meant) => Assert.Equal(meant, EnrolmentCode.Normalise(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("7KQ2-M9XA-04T")]
    [InlineData("7KQ2-M9XA-04TZZ")]
    [InlineData("7KQ2-M9XA-04TU")]
    [InlineData("7KQ2-M9XA-04T\u0661")]
    [InlineData("7KQ2_M9XA_04TZ")]
    public void What_cannot_be_a_code_is_none(string? typed) => Assert.Null(EnrolmentCode.Normalise(typed));

    [Theory]
    [InlineData("http://zuri.localhost:8080/")]
    [InlineData("https://zuri.paylatch.example/")]
    public void The_QR_says_where_and_with_which_code(string portal)
    {
        var link = new EnrolmentLink(new Uri(portal), EnrolmentCode.New());
        Assert.StartsWith("paylatch:enrol?u=http", link.ToString(), StringComparison.Ordinal);
        Assert.True(EnrolmentLink.TryParse(link.ToString(), out var read));
        Assert.Equal(link, read);
    }

    [Fact]
    public void The_QR_is_read_unescaped_too()
    {
        Assert.True(EnrolmentLink.TryParse("paylatch:enrol?u=http://zuri.localhost:8080&c=7KQ2-M9XA-04TZ", out var link));
        Assert.Equal(("http://zuri.localhost:8080/", "7KQ2-M9XA-04TZ"), (link.Portal.ToString(), link.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://zuri.localhost/")]
    [InlineData("paylatch:enrol?c=7KQ2-M9XA-04TZ")]
    [InlineData("paylatch:enrol?u=http://zuri.localhost:8080")]
    [InlineData("paylatch:enrol?u=http://zuri.localhost:8080&c=nope")]
    [InlineData("paylatch:enrol?u=file:///etc/passwd&c=7KQ2-M9XA-04TZ")]
    [InlineData("paylatch:enrol?u=http://me:pw@zuri.localhost&c=7KQ2-M9XA-04TZ")]
    [InlineData("paylatch:enrol?u=http://zuri.localhost/path&c=7KQ2-M9XA-04TZ")]
    [InlineData("paylatch:enrol?u=http://a.localhost&u=http://b.localhost&c=7KQ2-M9XA-04TZ")]
    [InlineData("paylatch:enrol?u=javascript:alert(1)&c=7KQ2-M9XA-04TZ")]
    public void Any_other_text_is_not_a_link(string? text) => Assert.False(EnrolmentLink.TryParse(text, out _));
}
