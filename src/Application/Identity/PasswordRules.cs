using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Paylatch.Domain.Identity;

namespace Paylatch.Application.Identity;

/// <summary>
/// What a password must be, after NIST SP 800-63B (5.1.1.2): long enough, not among the first guesses, not the person's
/// own name. No rules about kinds of characters and no expiry, which make passwords worse.
/// </summary>
public static class PasswordRules
{
    /// <summary>The least length for staff.</summary>
    public const int LeastForStaff = 12;

    /// <summary>The least length for customers.</summary>
    public const int LeastForCustomers = 8;

    /// <summary>The most; longer ones only cost time.</summary>
    public const int Most = 128;

    private static readonly FrozenSet<string> Common = FrozenSet.ToFrozenSet(
        CommonPasswords.List.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>The password in the one form in which it is hashed and compared (NFKC).</summary>
    public static string Normalize(string? password) => (password ?? "").Normalize(NormalizationForm.FormKC);

    /// <summary>Checks a password for somebody.</summary>
    /// <param name="password">The password.</param>
    /// <param name="role">Whose.</param>
    /// <param name="own">The person's name, address and the merchant's name.</param>
    /// <returns>The password in the form to be stored.</returns>
    /// <exception cref="Domain.Shared.Refusal"><c>identity.password_*</c></exception>
    public static string Check(string? password, Role role, params string?[] own)
    {
        var text = Normalize(password);
        var length = new StringInfo(text).LengthInTextElements;
        var least = role == Role.Customer ? LeastForCustomers : LeastForStaff;
        if (length < least) throw AccountRefusals.PasswordTooShort(least);
        if (text.Length > Most) throw AccountRefusals.PasswordTooLong(Most);
        var lower = text.ToLowerInvariant();
        if (IsCommon(lower)) throw AccountRefusals.PasswordCommon();
        return own.SelectMany(Words).Any(word => lower.Contains(word, StringComparison.Ordinal))
            ? throw AccountRefusals.PasswordHasName()
            : text;
    }

    // Guessers also add digits to a common word, write it twice, or run along the keyboard.
    private static bool IsCommon(string lower)
    {
        var bare = lower.TrimEnd("0123456789!?.-_*#@ ".ToCharArray());
        if (Common.Contains(lower) || Common.Contains(bare)) return true;
        for (var part = 1; part <= Math.Min(lower.Length / 2, 10); part++)
        {
            if (lower.Length % part == 0 && string.Concat(Enumerable.Repeat(lower[..part], lower.Length / part)) == lower
                && (part <= 3 || Common.Contains(lower[..part]))) return true;
        }

        return lower.Zip(lower.Skip(1)).All(pair => pair.Second - pair.First == 1 || (pair.First == '9' && pair.Second == '0'));
    }

    private static IEnumerable<string> Words(string? own) =>
        (own ?? "").ToLowerInvariant().Split([' ', '@', '.', '-', '_', '+', '\''], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length >= 4 && word is not ("mail" or "gmail" or "example" or "test"));
}
