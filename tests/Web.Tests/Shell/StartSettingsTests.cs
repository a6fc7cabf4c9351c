using Microsoft.Extensions.Configuration;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tests.Shell;

public sealed class StartSettingsTests
{
    private static readonly Dictionary<string, string?> Right = new()
    {
        ["Regions:0:Code"] = "af-east",
        ["Regions:0:App"] = "Host=db;Username=paylatch_app;Database=paylatch",
        ["Regions:0:Owner"] = "Host=db;Username=paylatch_owner;Database=paylatch",
        ["Keys:Master"] = Convert.ToBase64String(new byte[32]),
    };

    [Theory]
    [InlineData("Regions:0:Code", null, "Regions:0:Code")]
    [InlineData("Regions:0:Owner", "", "Regions:0:Owner")]
    [InlineData("Regions:0:App", "Hots=db", "hots")]
    [InlineData("Keys:Master", null, "openssl rand -base64 32")]
    [InlineData("Keys:Master", "too short", "32 random bytes")]
    public async Task A_setting_that_is_missing_or_wrong_is_named_in_words(string setting, string? value, string said)
    {
        var trouble = await Trouble(new(Right) { [setting] = value });
        Assert.StartsWith("Paylatch cannot start.", trouble, StringComparison.Ordinal);
        Assert.Contains(said, trouble, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Right_settings_are_no_trouble() => Assert.Null(await Trouble(Right));

    private static Task<string?> Trouble(Dictionary<string, string?> settings) =>
        StartSettings.Trouble(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
