using System.Reflection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;

namespace Paylatch.Architecture.Tests;

/// <summary>Every use case says who may run it; the list of those that do not is empty.</summary>
public sealed class GatedTests
{
    [Fact]
    public void Every_use_case_says_who_may_run_it() =>
        Assert.Empty(Ungated(typeof(IEventLog).Assembly.GetTypes()));

    [Fact]
    public void A_use_case_that_does_not_say_is_found() =>
        Assert.Equal(["Ungated"], Ungated([typeof(UngatedUseCase), typeof(GatedUseCase)]).Select(name => name[..7]));

    [Fact]
    public void Reactions_and_jobs_run_as_the_platform_and_never_as_a_person()
    {
        var wrong = typeof(IEventLog).Assembly.GetTypes()
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
