using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <summary>
/// The one Entity Framework model. It names no schema for tenant tables: the door's <c>search_path</c> chooses it.
/// Each capability's window is implemented in a part of this class in that capability's folder.
/// </summary>
public sealed partial class PlatformDb(DbContextOptions<PlatformDb> options) : DbContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var id in typeof(IId<>).Assembly.GetTypes().Where(IsId))
        {
            configurationBuilder.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
        }

        foreach (var @enum in typeof(Entity).Assembly.GetTypes().Concat(typeof(Application.Identity.Role).Assembly.GetTypes()).Where(t => t.IsEnum && t.IsPublic))
        {
            configurationBuilder.Properties(@enum).HaveConversion(typeof(WordConverter<>).MakeGenericType(@enum));
        }

        configurationBuilder.Properties<Currency>().HaveConversion<CurrencyConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PlatformDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.Name));
            }
        }
    }

    /// <summary>Turns <c>PaidMinor</c> into <c>paid_minor</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && !char.IsUpper(name[i - 1])) text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    private sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => Wrap(value))
        where TId : struct, IId<TId>
    {
        private static TId Wrap(Guid value) => TId.From(value);
    }

    private sealed class CurrencyConverter() : ValueConverter<Currency, string>(currency => currency.Code, code => Currency.Of(code));

    private sealed class WordConverter<TEnum>() : ValueConverter<TEnum, string>(value => Words.Of(value), word => Words.From<TEnum>(word))
        where TEnum : struct, Enum;
}

/// <summary>An enum's values as the database spells them: <c>GraceEnded</c> is <c>grace_ended</c>.</summary>
public static class Words
{
    /// <summary>The word of a value.</summary>
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => Table<TEnum>.ToWord[value];

    /// <summary>The value of a word.</summary>
    public static TEnum From<TEnum>(string word)
        where TEnum : struct, Enum => Table<TEnum>.ToValue[word];

    private static class Table<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> ToWord =
            Enum.GetValues<TEnum>().ToDictionary(v => v, v => PlatformDb.SnakeCase(v.ToString()));

        public static readonly Dictionary<string, TEnum> ToValue =
            ToWord.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}

/// <summary>Short hands for the mappings.</summary>
internal static class MappingExtensions
{
    /// <summary>Table and key of an entity that collects events.</summary>
    public static EntityTypeBuilder<TEntity> Stored<TEntity>(this EntityTypeBuilder<TEntity> entity, string table)
        where TEntity : Entity
    {
        entity.ToTable(table);
        entity.Ignore(e => e.Events);
        return entity;
    }
}
