using Paylatch.DeviceAgents.Simulator;

if (args.Contains("--help"))
{
    Console.WriteLine(SimulatorOptions.Help);
    return 0;
}

await using var app = SimulatorHost.Build(args);
await app.RunAsync();
return 0;
