using System.Runtime.InteropServices;
using Paylatch.Demo;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(DemoOptions.Help);
    return 0;
}

using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    var options = DemoOptions.Parse(args);
    Console.WriteLine("Starting the database, the portal and the simulators …");
    await using var host = await DemoHost.Start(options, stop.Token);
    Welcome.Print(host, options);
    await Task.Delay(Timeout.Infinite, stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Stopped.");
    return 0;
}
catch (Exception trouble) when (trouble is ArgumentException or InvalidOperationException or FileNotFoundException)
{
    Console.Error.WriteLine(trouble.Message);
    return 1;
}

/// <summary>The demo's entry point; not public, so that tests that use the demo see the portal's only.</summary>
internal sealed partial class Program;
