using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>What a simulated device is apart from its agent.</summary>
internal sealed record Body
{
    public bool Online { get; init; } = true;

    public string? Sim { get; init; }

    public bool Tampered { get; init; }

    public bool Rooted { get; init; }

    public TimeSpan Skew { get; init; }
}

/// <summary>One device's file.</summary>
internal sealed record KeptDevice(Uri Portal, AgentState Agent, Body Body);

/// <summary>One JSON file per device, replaced as a whole, so that a killed process leaves the old or the new one and no half.</summary>
internal sealed class Store
{
    private readonly string _devices;
    private readonly string _worlds;
    private readonly ILogger<Store> _log;

    public Store(SimulatorOptions options, ILogger<Store> log)
    {
        _log = log;
        _devices = Path.Combine(options.Data, "devices");
        _worlds = Path.Combine(options.Data, "worlds.json");
        Directory.CreateDirectory(_devices);
    }

    public IEnumerable<KeptDevice> Load()
    {
        foreach (var path in Directory.EnumerateFiles(_devices, "*.json"))
        {
            if (Read(path, SimulatorJson.Default.KeptDevice) is { } kept) yield return kept;
        }
    }

    public void Save(Guid device, KeptDevice kept) =>
        Write(Path.Combine(_devices, $"{device:D}.json"), kept, SimulatorJson.Default.KeptDevice);

    public Dictionary<string, TimeSpan> LoadWorlds() =>
        (File.Exists(_worlds) ? Read(_worlds, SimulatorJson.Default.DictionaryStringTimeSpan) : null) ?? [];

    public void Save(Dictionary<string, TimeSpan> worlds) => Write(_worlds, worlds, SimulatorJson.Default.DictionaryStringTimeSpan);

    private T? Read<T>(string path, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, shape);
        }
        catch (JsonException e)
        {
            _log.LogError(e, "{File} cannot be read and is left out", path);
            return null;
        }
    }

    private static void Write<T>(string path, T value, JsonTypeInfo<T> shape)
    {
        var next = path + ".next";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        // Private keys lie in here.
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options)) JsonSerializer.Serialize(file, value, shape);
        File.Move(next, path, overwrite: true);
    }
}
