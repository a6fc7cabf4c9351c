using Paylatch.Application.Identity;
using Paylatch.Web.Tests.Payments;
using Paylatch.Web.Tests.Trouble;

namespace Paylatch.Web.Tests.Live;

public sealed class LiveHubTests(StripeBench bench) : IClassFixture<StripeBench>
{
    [Fact]
    public async Task A_revoked_key_ends_the_stream_it_opened()
    {
        await using var web = await PayWeb.Start(bench, connected: false, settings: ("Live:CheckEverySeconds", "1"));
        var key = (await web.Run(Role.MerchantAdmin, (CreateApiKey u) => u.Handle(new("Till"), default))).Value;
        await using var feed = await LiveFeed.Open(web.Address, key.Key);
        await feed.Everything();

        await web.Run(Role.MerchantAdmin, (RevokeApiKey u) => u.Handle(new(key.Id), default));

        var end = await feed.Next(message => (int?)message["type"] == 3, "the stream to end");
        Assert.Contains("identity.sign_in_required", (string?)end["error"], StringComparison.Ordinal);
    }
}
