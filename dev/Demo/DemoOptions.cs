using System.Globalization;

namespace Paylatch.Demo;

/// <summary>What can be set when the demo is started.</summary>
public sealed record DemoOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        ./run starts Paylatch with demo tenants, a Stripe simulator and live simulated devices.

          --port N          the portal's port (8080)
          --data FOLDER     where the database, keys and simulated devices are kept (.run)
          --devices N       how many simulated devices to enrol (24)
          --connection S    a real PostgreSQL instead of the embedded one: the connection string of the
                            application's role; --owner-connection S: of the role that owns the schemas
          --reset           begin with empty data
          --help            this text

        Sign-ins and addresses are printed when everything is ready, and written to FOLDER/demo.json.
        End it with Ctrl-C.
        """;

    /// <summary>The portal's port; 0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Where everything is kept.</summary>
    public string Data { get; init; } = ".run";

    /// <summary>How many simulated devices are enrolled.</summary>
    public int Devices { get; init; } = 24;

    /// <summary>A real server's application role, or null for the embedded one.</summary>
    public string? Connection { get; init; }

    /// <summary>A real server's owner role.</summary>
    public string? OwnerConnection { get; init; }

    /// <summary>True begins with empty data.</summary>
    public bool Reset { get; init; }

    /// <summary>False leaves the demo's loans and devices out: for tests that make their own.</summary>
    public bool Seed { get; init; } = true;

    /// <summary>False turns off waiting for the disk: for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">An unknown or incomplete option; the message says which.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DemoOptions();
        for (var i = 0; i < args.Count; i++)
        {
            string Value() => ++i < args.Count ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value. See ./run --help.");
            int Number(int least, int most) =>
                int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
                    ? n
                    : throw new ArgumentException($"{args[i - 1]} needs a number from {least} to {most}. See ./run --help.");
            options = args[i] switch
            {
                "--port" => options with { Port = Number(0, 65535) },
                "--data" => options with { Data = Value() },
                "--devices" => options with { Devices = Number(0, 5000) },
                "--connection" => options with { Connection = Value() },
                "--owner-connection" => options with { OwnerConnection = Value() },
                "--reset" => options with { Reset = true },
                _ => throw new ArgumentException($"'{args[i]}' is not known. See ./run --help."),
            };
        }

        if (options.Connection is null != options.OwnerConnection is null)
            throw new ArgumentException("--connection and --owner-connection go together. See ./run --help.");
        return options;
    }
}
