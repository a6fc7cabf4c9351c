using System.Globalization;

namespace Paylatch.Benchmarks;

/// <summary>
/// Processor time in seconds, by who used it. What one operation costs in it hardly depends on what else the machine is
/// doing, so it tells more than a rate when the machine is busy.
/// </summary>
internal readonly record struct Cpu(double Portal, double Postgres, double Driver)
{
    private const double TicksPerSecond = 100;

    public double All => Portal + Postgres + Driver;

    public static Cpu operator -(Cpu a, Cpu b) => new(a.Portal - b.Portal, a.Postgres - b.Postgres, a.Driver - b.Driver);

    public static Cpu operator /(Cpu a, double by) => new(a.Portal / by, a.Postgres / by, a.Driver / by);

    /// <summary>Reads what the portal, PostgreSQL with its backends, and this process have used so far.</summary>
    public static Cpu Read(int portal, int postmaster)
    {
        var postgres = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) || Fields(pid) is not { } stat) continue;
            if (stat[1] == postmaster.ToString(CultureInfo.InvariantCulture)) postgres += Used(stat);
            // Backends that have ended are counted with their parent.
            if (pid == postmaster) postgres += Used(stat) + Seconds(stat[13]) + Seconds(stat[14]);
        }

        return new Cpu(Fields(portal) is { } web ? Used(web) : 0, postgres, Fields(Environment.ProcessId) is { } own ? Used(own) : 0);
    }

    // proc(5): the fields after the name, which stands in brackets; the state comes first.
    private static string[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Used(string[] stat) => Seconds(stat[11]) + Seconds(stat[12]);

    private static double Seconds(string ticks) => long.Parse(ticks, CultureInfo.InvariantCulture) / TicksPerSecond;
}

/// <summary>One run: how many a second, and the processor time of one.</summary>
internal readonly record struct Run(double PerSecond, Cpu Each);
