using System.Security.Cryptography;

namespace Paylatch.StripeSimulator;

/// <summary>Ids as Stripe writes them: a prefix that tells the kind, then letters and digits nobody can guess.</summary>
public static class Ids
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new id.</summary>
    public static string New(string prefix, int length = 24) => prefix + RandomNumberGenerator.GetString(Letters, length);
}
