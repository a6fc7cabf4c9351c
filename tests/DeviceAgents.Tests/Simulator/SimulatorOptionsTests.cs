using Microsoft.Extensions.Configuration;

namespace Paylatch.DeviceAgents.Simulator.Tests;

public sealed class SimulatorOptionsTests
{
    [Fact]
    public void Options_come_from_the_command_line_or_the_environments_spelling()
    {
        Assert.Equal(new SimulatorOptions(), Read());
        Assert.Equal(TimeSpan.FromSeconds(2.5), Read(("heartbeat-seconds", "2.5")).Heartbeat);
        Assert.Equal(TimeSpan.FromSeconds(7), Read(("HEARTBEAT_SECONDS", "7")).Heartbeat);
        Assert.Equal("/tmp/x", Read(("data", "/tmp/x")).Data);
    }

    [Theory]
    [InlineData("heartbeat-seconds", "often")]
    [InlineData("heartbeat-seconds", "0")]
    [InlineData("heartbeat-seconds", "-5")]
    [InlineData("heartbeat-seconds", "NaN")]
    [InlineData("wait-seconds", "31")]
    public void A_number_that_makes_no_sense_is_refused_by_name(string name, string value) =>
        Assert.Contains(name, Assert.Throws<FormatException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("zuri.localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("zuri.localhost.", true)]
    [InlineData("localhost.example.com", false)]
    [InlineData("notlocalhost", false)]
    public void Only_localhost_names_go_to_this_machine_without_asking(string host, bool here) =>
        Assert.Equal(here, Connections.IsThisMachine(host));

    [Fact]
    public void Pauses_grow_and_stay_within_their_bound()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(20));
        for (var error = 0; error < 50; error++)
        {
            var bound = Math.Min(0.5 * Math.Pow(2, error), 20);
            Assert.InRange(backoff.Next().TotalSeconds, bound * 0.25, bound);
        }

        Assert.InRange(backoff.Next(TimeSpan.FromSeconds(30)).TotalSeconds, 30, 32);
        Assert.InRange(backoff.Next(TimeSpan.FromDays(1)).TotalSeconds, 60, 62);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.125, 0.5);
    }

    private static SimulatorOptions Read(params (string Name, string Value)[] settings) => SimulatorOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build());
}
