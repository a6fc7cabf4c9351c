using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Shared;

/// <summary>Says that the business must say no, and with which code.</summary>
internal static class Refused
{
    /// <summary>Runs what must be refused and gives the refusal back.</summary>
    public static Refusal With(string code, Action act)
    {
        var refusal = Assert.Throws<Refusal>(act);
        Assert.Equal(code, refusal.Code);
        return refusal;
    }

    /// <summary>Runs what must be refused, at a field.</summary>
    public static void At(string code, string field, Action act) => Assert.Equal(field, With(code, act).Field);
}
