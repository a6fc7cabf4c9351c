using System.Text.Json;

namespace Paylatch.Infrastructure.Payments;

/// <summary>Small readings shared by Stripe's answers and events.</summary>
internal static class StripeJson
{
    /// <summary>A text field; null when missing or null. An expanded object gives its id.</summary>
    public static string? Text(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value)) return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object => Text(value, "id"),
            _ => null,
        };
    }

    /// <summary>The object's metadata; empty when it has none.</summary>
    public static IReadOnlyDictionary<string, string> Metadata(JsonElement of)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!of.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object) return found;
        foreach (var entry in metadata.EnumerateObject())
            if (entry.Value.ValueKind == JsonValueKind.String)
                found[entry.Name] = entry.Value.GetString()!;
        return found;
    }

    /// <summary>Why the last attempt failed: the bank's reason when it gave one, else Stripe's code.</summary>
    public static string? Failure(JsonElement intent) =>
        intent.TryGetProperty("last_payment_error", out var error) && error.ValueKind == JsonValueKind.Object
            ? Text(error, "decline_code") ?? Text(error, "code")
            : null;
}
