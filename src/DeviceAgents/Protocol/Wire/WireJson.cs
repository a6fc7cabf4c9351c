using System.Text.Json.Serialization;

namespace Paylatch.DeviceAgents.Protocol;

/// <summary>
/// The JSON of both ends, generated at compile time. Strict where it protects: a member given twice, a missing one or a
/// null where none may be is an error; unknown members are skipped, so that either end may be newer.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JwsHeader))]
[JsonSerializable(typeof(EnrolProofClaims))]
[JsonSerializable(typeof(CredentialClaims))]
[JsonSerializable(typeof(SessionClaims))]
[JsonSerializable(typeof(CommandClaims))]
[JsonSerializable(typeof(LeaseClaims))]
[JsonSerializable(typeof(TimeAnswer))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(EnrolAnswer))]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatAnswer))]
[JsonSerializable(typeof(CommandsAnswer))]
[JsonSerializable(typeof(ResultRequest))]
[JsonSerializable(typeof(AgentProblem))]
[JsonSerializable(typeof(AgentState))]
public sealed partial class WireJson : JsonSerializerContext;
