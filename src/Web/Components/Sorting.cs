namespace Paylatch.Web.Components;

/// <summary>How the tables that are read whole are sorted, on the page and in their files.</summary>
public static class Sorting
{
    /// <summary>
    /// The rows by a column, those without a value last; a minus before its key turns the order round. An unknown column
    /// leaves them as they are.
    /// </summary>
    public static IReadOnlyList<T> By<T>(this IReadOnlyList<T> rows, string? sort, Func<string, Func<T, object?>?> columns)
    {
        if (string.IsNullOrEmpty(sort) || columns(sort.TrimStart('-')) is not { } of) return rows;
        var known = rows.OrderBy(row => of(row) is null);
        return sort.StartsWith('-') ? [.. known.ThenByDescending(of)] : [.. known.ThenBy(of)];
    }
}
