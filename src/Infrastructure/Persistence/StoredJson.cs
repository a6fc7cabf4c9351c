using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>A document kept in a <c>jsonb</c> column. Documents are never changed, only put in each other's place.</summary>
internal sealed class StoredJson<T>() : ValueConverter<T, string>(document => Write(document), text => Read(text))
    where T : class
{
    /// <summary>Two documents are the same when they are one object.</summary>
    public static ValueComparer<T> SameOne { get; } =
        new((one, other) => ReferenceEquals(one, other), document => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(document), document => document);

    private static string Write(T document) => JsonSerializer.Serialize(document, Json.Stored);

    private static T Read(string text) => JsonSerializer.Deserialize<T>(text, Json.Stored)!;
}
