using System.Reflection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Architecture.Tests;

/// <summary>Every use case says who may run it; the list of those that do not is empty.</summary>
public sealed class GatedTests
{
    [Fact]
    public void Every_use_case_says_who_may_run_it() =>
        Assert.Empty(Ungated(Types()));

    [Fact]
    public void A_use_case_that_does_not_say_is_found() =>
        Assert.Equal(["Ungated"], Ungated([typeof(UngatedUseCase), typeof(GatedUseCase)]).Select(name => name[..7]));

    [Fact]
    public void Reactions_and_jobs_run_as_the_platform_and_never_as_a_person()
    {
        var wrong = Types()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IReactTo<>)))
            .Where(type => type.GetCustomAttribute<AllowAttribute>()?.Permission != Permission.System)
            .Select(type => type.Name);

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_person_has_the_platforms_own_permissions()
    {
        var roles = Enum.GetValues<Role>().Where(role => role is not (Role.System or Role.Device));

        Assert.DoesNotContain(roles, role => role.Has(Permission.System) || role.Has(Permission.ActAsDevice));
    }

    [Fact]
    public void Who_may_run_what_is_written_down_and_changes_on_purpose()
    {
        var now = Types().Select(type => (type.Name, type.GetCustomAttribute<AllowAttribute>()?.Permission)).Where(one => one.Permission is not null)
            .GroupBy(one => one.Permission!.Value, one => one.Name).OrderBy(group => group.Key.ToString(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(' ', group.Order(StringComparer.Ordinal)));

        Assert.All(now, one => Assert.Equal((one.Key, Allowed.Table.GetValueOrDefault(one.Key, "")), (one.Key, one.Value)));
        Assert.Equal(Allowed.Table.Keys.Order(), now.Keys.Order());
    }

    // Use cases of the platform's own live beside what they are about, in Infrastructure.
    private static IEnumerable<Type> Types() => typeof(IEventLog).Assembly.GetTypes().Concat(typeof(Infrastructure.Composition).Assembly.GetTypes());

    private static List<string> Ungated(IEnumerable<Type> types) =>
        [.. types.Where(type => type is { IsClass: true, IsAbstract: false, IsNested: false } or { Name: nameof(UngatedUseCase) or nameof(GatedUseCase) })
            .Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Any(method => method.Name == "Handle"))
            .Where(type => type.GetCustomAttribute<AllowAttribute>() is null)
            .Select(type => type.Name)];

    private sealed class UngatedUseCase
    {
        public int Calls { get; private set; }

        public void Handle() => Calls++;
    }

    [Allow(Permission.Sell)]
    private sealed class GatedUseCase
    {
        public int Calls { get; private set; }

        public void Handle() => Calls++;
    }
}
