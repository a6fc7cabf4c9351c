using System.Collections.Frozen;
using System.Reflection;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Outbox;

/// <summary>Which reactions follow which events, found once in the Application assembly.</summary>
public static class Reactions
{
    private static readonly FrozenDictionary<Type, Type[]> ByEvent = Find();

    private static readonly FrozenDictionary<string, Type> ByName =
        ByEvent.Values.SelectMany(r => r).Distinct().ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Type> EventTypes = typeof(DomainEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(DomainEvent)) && !type.IsAbstract)
        .ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>Every reaction.</summary>
    public static IEnumerable<Type> All => ByName.Values;

    /// <summary>The reactions to an event.</summary>
    public static IReadOnlyList<Type> To(Type happened) => ByEvent.GetValueOrDefault(happened, []);

    /// <summary>The reaction of a name; null when it was removed from the code since.</summary>
    public static Type? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The event type of a name; null when it was removed from the code since.</summary>
    public static Type? EventNamed(string name) => EventTypes.GetValueOrDefault(name);

    private static FrozenDictionary<Type, Type[]> Find() =>
        Assembly.GetAssembly(typeof(IEventLog))!.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false })
            .SelectMany(type => type.GetInterfaces()
                .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReactTo<>))
                .Select(i => (Event: i.GenericTypeArguments[0], Reaction: type)))
            .GroupBy(pair => pair.Event, pair => pair.Reaction)
            .ToFrozenDictionary(group => group.Key, group => group.OrderBy(r => r.Name, StringComparer.Ordinal).ToArray());
}
