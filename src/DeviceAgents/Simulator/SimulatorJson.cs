using System.Text.Json.Serialization;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>The JSON of the control API and of the files devices keep.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PropertyNameCaseInsensitive = true,
    UseStringEnumConverter = true,
    WriteIndented = false)]
[JsonSerializable(typeof(KeptDevice))]
[JsonSerializable(typeof(Dictionary<string, TimeSpan>))]
[JsonSerializable(typeof(NewDevice))]
[JsonSerializable(typeof(SimChange))]
[JsonSerializable(typeof(TamperChange))]
[JsonSerializable(typeof(SkewChange))]
[JsonSerializable(typeof(DeviceView))]
[JsonSerializable(typeof(List<DeviceView>))]
[JsonSerializable(typeof(FleetView))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
