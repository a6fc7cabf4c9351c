using System.Text.Json;

namespace Paylatch.Domain.Tests.Lending.Schedules;

/// <summary>The files of <c>Lending/PublicNumbers</c>, as they are read.</summary>
internal static class PublicNumbers
{
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = false };

    /// <summary>Their names without an ending.</summary>
    public static IEnumerable<string> Files => typeof(PublicNumbers).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal);

    /// <summary>The cases of one.</summary>
    public static List<TCase> Read<TCase>(string file)
    {
        using var stream = typeof(PublicNumbers).Assembly.GetManifestResourceStream(file)!;
        return JsonSerializer.Deserialize<List<TCase>>(stream, Plain)!;
    }
}
