namespace Paylatch.Domain.Ledger;

/// <summary>
/// Where the money of a card provider stands until it is paid out: one account of the <see cref="Chart"/> for each provider
/// there is, so that an account says whose money is on it. A new provider takes the next code from 1011 to 1019.
/// </summary>
public static class Clearing
{
    /// <summary>Every provider with its account.</summary>
    public static IReadOnlyList<(string Provider, string Account)> Accounts { get; } = [("stripe", Chart.CardClearing)];

    /// <summary>The account of a provider.</summary>
    /// <exception cref="InvalidOperationException">It has none: a provider that was added without one is a bug.</exception>
    public static string Of(string provider) =>
        Find(provider) ?? throw new InvalidOperationException($"Provider {provider} has no clearing account.");

    /// <summary>The account of a provider; null when there is no such provider.</summary>
    public static string? Find(string? provider) => Accounts.Where(a => a.Provider == provider).Select(a => a.Account).FirstOrDefault();
}
