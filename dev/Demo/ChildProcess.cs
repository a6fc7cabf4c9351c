using System.Diagnostics;
using System.Globalization;

namespace Paylatch.Demo;

/// <summary>
/// A program of ours in a process of its own, its output in a log file, its number in a file beside it, so that one
/// left over by a demo that was killed is ended when the next begins.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private readonly ProcessStartInfo _start;
    private readonly string _log;
    private readonly string _pidFile;
    private Process? _process;

    private ChildProcess(string name, string folder, ProcessStartInfo start)
    {
        Name = name;
        _start = start;
        _log = Path.Combine(folder, name + ".log");
        _pidFile = Path.Combine(folder, name + ".pid");
    }

    /// <summary>Its name in messages and files.</summary>
    public string Name { get; }

    /// <summary>True while it runs.</summary>
    public bool Running => _process is { HasExited: false };

    /// <summary>Starts one of this repository's programs.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="assembly">Its assembly file.</param>
    /// <param name="folder">Where its log goes.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">Its settings.</param>
    public static ChildProcess Start(
        string name, string assembly, string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment)
    {
        if (!File.Exists(assembly)) throw new FileNotFoundException($"{assembly} is not built. Run: dotnet build Platform.sln", assembly);
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var child = new ChildProcess(name, folder, start);
        child.EndLeftover();
        child.Start();
        return child;
    }

    /// <summary>Starts it again after it ended.</summary>
    public void Start()
    {
        // Shared for writing: an earlier life's last lines may still be on their way when the next begins.
        var log = new StreamWriter(new FileStream(_log, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
        _process?.Dispose();
        _process = new Process { StartInfo = _start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Write(log, line.Data);
        _process.ErrorDataReceived += (_, line) => Write(log, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        File.WriteAllText(_pidFile, _process.Id.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until an address answers with success.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time; the message carries its last lines.</exception>
    public async Task WaitFor(Uri address, TimeSpan atMost, CancellationToken ct)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < atMost && Running)
        {
            try
            {
                using var answer = await http.GetAsync(address, ct);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                // Not listening yet.
            }

            await timer.WaitForNextTickAsync(ct);
        }

        throw new InvalidOperationException($"{Name} did not become ready. The end of {_log}:{Environment.NewLine}{LastLines()}");
    }

    /// <summary>Ends it at once, without a word (SIGKILL).</summary>
    public async Task KillHard()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and waits; then ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null) return;
        if (Running)
        {
            using (var term = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)])) await term.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillHard();
            }
        }

        _process.Dispose();
        File.Delete(_pidFile);
    }

    private static void Write(StreamWriter log, string? line)
    {
        if (line is null) return;
        lock (log) log.WriteLine(line);
    }

    private string LastLines() => string.Join(Environment.NewLine, File.Exists(_log) ? File.ReadLines(_log).TakeLast(25) : []);

    private void EndLeftover()
    {
        if (!File.Exists(_pidFile) || !int.TryParse(File.ReadAllText(_pidFile), CultureInfo.InvariantCulture, out var pid)) return;
        var assembly = Path.GetFileName(_start.ArgumentList[0]);
        var commandLine = $"/proc/{pid}/cmdline";
        if (!File.Exists(commandLine) || !File.ReadAllText(commandLine).Contains(assembly, StringComparison.Ordinal)) return;
        using var leftover = Process.GetProcessById(pid);
        leftover.Kill();
        leftover.WaitForExit();
    }
}
