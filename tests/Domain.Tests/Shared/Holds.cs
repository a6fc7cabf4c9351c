using FsCheck;
using FsCheck.Fluent;

namespace Paylatch.Domain.Tests.Shared;

/// <summary>Tries a claim on generated cases; the failing case is printed, shrunk as far as possible.</summary>
internal static class Holds
{
    /// <summary>The claim throws (an assertion) where it does not hold.</summary>
    public static void For<T>(Gen<T> cases, Action<T> claim, int tries = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tries), Prop.ForAll(cases.ToArbitrary(), claim));
}
