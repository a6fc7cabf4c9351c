using System.Globalization;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>How the simulator runs.</summary>
public sealed record SimulatorOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        Simulates devices that speak Paylatch's device protocol over HTTP. For development and tests: no real device is touched.

          --urls <address>                where the control page and API listen (http://127.0.0.1:8090)
          --data <folder>                 where devices keep their state, private keys included (.run/simulator)
          --heartbeat-seconds <seconds>   time between two heartbeats of a device (5)
          --wait-seconds <seconds>        how long a device waits for commands in one request (30)
          --backoff-seconds <seconds>     the longest pause after errors (20)

        Environment: SIMULATOR_URLS, SIMULATOR_DATA, SIMULATOR_HEARTBEAT_SECONDS, SIMULATOR_WAIT_SECONDS, SIMULATOR_BACKOFF_SECONDS.
        """;

    /// <summary>Folder of the devices' state.</summary>
    public string Data { get; init; } = Path.Combine(".run", "simulator");

    /// <summary>Time between two heartbeats of a device.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a device waits for commands in one request; the portal allows 30 s at the most.</summary>
    public TimeSpan CommandWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause after errors.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a tenant's clock is read.</summary>
    public TimeSpan ReadClockEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads command line and environment.</summary>
    /// <exception cref="FormatException">A number is not one, or makes no sense.</exception>
    public static SimulatorOptions From(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var usual = new SimulatorOptions();
        return new SimulatorOptions
        {
            Data = settings["data"] ?? usual.Data,
            Heartbeat = Seconds(settings, "heartbeat", usual.Heartbeat, 3600),
            CommandWait = Seconds(settings, "wait", usual.CommandWait, 30),
            LongestBackoff = Seconds(settings, "backoff", usual.LongestBackoff, 3600),
        };
    }

    private static TimeSpan Seconds(IConfiguration settings, string name, TimeSpan usual, double most)
    {
        // --heartbeat-seconds on the command line, SIMULATOR_HEARTBEAT_SECONDS in the environment.
        var text = settings[$"{name}-seconds"] ?? settings[$"{name}_seconds"];
        if (text is null) return usual;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0.01 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"--{name}-seconds must be a number from 0.01 to {most.ToString(CultureInfo.InvariantCulture)}, not '{text}'.");
    }
}
