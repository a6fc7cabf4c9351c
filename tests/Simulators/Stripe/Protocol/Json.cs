using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>How JSON is written.</summary>
public static class Json
{
    /// <summary>Indented and with letters of all languages as they are, like Stripe's own answers and event bodies.</summary>
    public static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Metadata as an object.</summary>
    public static JsonObject Of(IReadOnlyDictionary<string, string> metadata)
    {
        var json = new JsonObject();
        foreach (var (name, value) in metadata) json[name] = value;
        return json;
    }

    /// <summary>A page of a list, newest first.</summary>
    public static JsonObject List<T>(string url, Form form, IEnumerable<T> all, Func<T, string> id, Func<T, JsonNode> render)
    {
        var limit = form.Number("limit") ?? 10;
        if (limit is < 1 or > 100) throw StripeError.Invalid("parameter_invalid_integer", "Limit must be between 1 and 100.", "limit");
        var rest = all.Reverse();
        if (form.Text("starting_after") is { } after) rest = rest.SkipWhile(item => id(item) != after).Skip(1);
        var page = rest.Take((int)limit + 1).ToList();
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. page.Take((int)limit).Select(render)]),
            ["has_more"] = page.Count > limit,
            ["url"] = url,
        };
    }
}
