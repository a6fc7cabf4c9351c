using System.Text.Json;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>Tells the network's and the portal's trouble, which a device survives, from bugs, which it must not hide.</summary>
internal static class Trouble
{
    public static bool IsExpected(Exception e, CancellationToken ct) => e switch
    {
        OperationCanceledException => !ct.IsCancellationRequested,
        HttpRequestException or PortalRefusal or JsonException or IOException => true,
        _ => false,
    };

    public static string InWords(Exception e) => e switch
    {
        PortalRefusal no => $"The portal refused: {no.Message}",
        OperationCanceledException => "The portal did not answer in time.",
        JsonException => "The portal's answer could not be read.",
        _ => "The portal cannot be reached.",
    };
}
