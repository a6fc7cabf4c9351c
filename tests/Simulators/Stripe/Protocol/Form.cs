using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Paylatch.StripeSimulator;

/// <summary>
/// A request's parameters in Stripe's bracket notation, such as <c>line_items[0][price_data][currency]</c>.
/// Reading checks them as Stripe does: a missing, empty, misspelt or malformed one is named in the error.
/// </summary>
public sealed partial class Form
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads URL-encoded text.</summary>
    public Form(string encoded)
    {
        foreach (var (name, values) in QueryHelpers.ParseQuery(encoded))
            _values[name] = values[^1] ?? "";
    }

    /// <summary>Refuses parameters an endpoint does not know. <c>[#]</c> stands for a list's index, <c>[*]</c> for any name.</summary>
    /// <exception cref="StripeError"><c>parameter_unknown</c></exception>
    public void Only(params string[] known)
    {
        foreach (var name in _values.Keys)
        {
            var shape = Index().Replace(name, "[#]");
            if (!known.Contains(shape) && !known.Contains(LastName().Replace(shape, "[*]")))
                throw StripeError.Invalid("parameter_unknown", $"Received unknown parameter: {name}", name);
        }
    }

    /// <summary>A text, or null when not given.</summary>
    public string? Text(string name, int longest = 5000)
    {
        if (!_values.TryGetValue(name, out var value)) return null;
        if (value.Length == 0) throw StripeError.Invalid("parameter_invalid_empty", $"You passed an empty string for '{name}'.", name);
        return value.Length <= longest ? value : throw StripeError.Invalid("parameter_invalid_string_blank", $"'{name}' may be {longest} characters long at the most.", name);
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string name) =>
        Text(name) ?? throw StripeError.Invalid("parameter_missing", $"Missing required param: {name}.", name);

    /// <summary>A whole number, or null when not given.</summary>
    public long? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw StripeError.Invalid("parameter_invalid_integer", $"Invalid integer: {text}", name);
    }

    /// <summary>A truth value, false when not given.</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw StripeError.Invalid(null, $"Invalid boolean: {text}", name),
    };

    /// <summary>An absolute web address, or null when not given.</summary>
    public string? Url(string name)
    {
        if (Text(name) is not { } text) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? text
            : throw StripeError.Invalid("url_invalid", "Not a valid URL", name);
    }

    /// <summary>Metadata: at most 50 names of 40 characters with values of 500.</summary>
    public Dictionary<string, string> Metadata(string name)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in _values)
        {
            if (!key.StartsWith(name + "[", StringComparison.Ordinal)) continue;
            var own = key[(name.Length + 1)..^1];
            if (own.Length > 40) throw StripeError.Invalid(null, "Metadata keys can be 40 characters long at the most.", key);
            if (value.Length > 500) throw StripeError.Invalid(null, "Metadata values can be 500 characters long at the most.", key);
            if (value.Length > 0) found[own] = value;
        }
        return found.Count <= 50 ? found : throw StripeError.Invalid(null, "You can specify up to 50 keys.", name);
    }

    /// <summary>How many entries a list has, counted from 0 without gaps.</summary>
    public int Count(string list)
    {
        var count = 0;
        while (_values.Keys.Any(key => key.StartsWith($"{list}[{count}]", StringComparison.Ordinal))) count++;
        return count;
    }

    [GeneratedRegex(@"\[\d*\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"\[[^\]]+\]\z")]
    private static partial Regex LastName();
}
