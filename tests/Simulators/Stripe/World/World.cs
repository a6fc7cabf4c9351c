using System.Text;

namespace Paylatch.StripeSimulator;

/// <summary>All accounts and what is in them. One lock guards everything below it; whoever reads or changes holds it.</summary>
public sealed class World(TimeProvider time)
{
    /// <summary>The version of the API whose form is spoken.</summary>
    public const string ApiVersion = "2025-04-30.basil";

    private readonly Dictionary<string, Account> _bySecretKey = new(StringComparer.Ordinal);

    /// <summary>Guards all accounts.</summary>
    public Lock Sync { get; } = new();

    /// <summary>The present in seconds, as Stripe counts.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>All accounts.</summary>
    public IReadOnlyList<Account> Accounts
    {
        get { lock (Sync) return [.. _bySecretKey.Values]; }
    }

    /// <summary>Opens an account, or changes the one with that key.</summary>
    /// <exception cref="ArgumentException">Says what is wrong with it.</exception>
    public Account Open(NewAccount wanted)
    {
        lock (Sync)
        {
            var account = _bySecretKey.GetValueOrDefault(wanted.SecretKey ?? "") ?? new Account(wanted.SecretKey ?? "");
            account.Change(wanted);
            return _bySecretKey[account.SecretKey] = account;
        }
    }

    /// <summary>The account an <c>Authorization</c> header stands for: Bearer, or Basic with the key as the user name.</summary>
    /// <exception cref="StripeError">401.</exception>
    public Account Authenticate(string? header)
    {
        if (KeyOf(header) is not { Length: > 0 } key)
            throw StripeError.Unauthorized("You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        lock (Sync)
            return _bySecretKey.GetValueOrDefault(key) ?? throw StripeError.Unauthorized($"Invalid API Key provided: {Masked(key)}");
    }

    /// <summary>The account with that id or secret key; null when there is none.</summary>
    public Account? Find(string? idOrKey)
    {
        lock (Sync) return _bySecretKey.Values.FirstOrDefault(account => account.Id == idOrKey || account.SecretKey == idOrKey);
    }

    /// <summary>The session with that id in any account, for the checkout page, whose visitor has no key.</summary>
    public CheckoutSession? FindSession(string id)
    {
        lock (Sync) return _bySecretKey.Values.SelectMany(account => account.Sessions).FirstOrDefault(session => session.Id == id);
    }

    /// <summary>The payment intent with that id in any account.</summary>
    public PaymentIntent? FindIntent(string id)
    {
        lock (Sync) return _bySecretKey.Values.SelectMany(account => account.Intents).FirstOrDefault(intent => intent.Id == id);
    }

    private static string? KeyOf(string? header)
    {
        if (header is null) return null;
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return header[7..].Trim();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> decoded = stackalloc byte[512];
        return Convert.TryFromBase64String(header[6..].Trim(), decoded, out var length)
            ? Encoding.UTF8.GetString(decoded[..length]).Split(':')[0]
            : null;
    }

    private static string Masked(string key) =>
        key.Length <= 12 ? new string('*', key.Length) : key[..8] + new string('*', key.Length - 12) + key[^4..];
}
