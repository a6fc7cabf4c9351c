using System.Security.Cryptography;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Identity;

/// <summary>
/// The one open sign-in code of a phone number: six digits, ten minutes, five tries, used once. It is kept for numbers
/// nobody has as well, so that asking for a code tells nothing about who is a customer. Times are the world's.
/// </summary>
public sealed class SignInCode : Entity
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>How often a code may be tried.</summary>
    public const int MostTries = 5;

    /// <summary>How many codes a number may ask for within <see cref="Window"/>.</summary>
    public const int MostRequests = 5;

    /// <summary>How long a code works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The time over which requests are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>The least time between two requests.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private SignInCode()
    {
    }

    /// <summary>Keyed hash of the phone number.</summary>
    public byte[] PhoneHash { get; private set; } = [];

    /// <summary>Keyed hash of the code; empty once it is used up.</summary>
    public byte[] CodeHash { get; private set; } = [];

    /// <summary>When it was last asked for.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Until when it works.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Wrong tries so far.</summary>
    public int Tries { get; private set; }

    /// <summary>Requests since <see cref="WindowFrom"/>.</summary>
    public int Requests { get; private set; }

    /// <summary>Since when requests are counted.</summary>
    public DateTimeOffset WindowFrom { get; private set; }

    /// <summary>A phone number that has not asked before.</summary>
    public static SignInCode For(byte[] phoneHash, DateTimeOffset now) => new() { PhoneHash = phoneHash, WindowFrom = now };

    /// <summary>Replaces the code by a new one.</summary>
    /// <exception cref="Refusal"><c>identity.code_too_often</c></exception>
    public void Renew(byte[] codeHash, DateTimeOffset now)
    {
        if (now - WindowFrom >= Window) (WindowFrom, Requests) = (now, 0);
        if (now - RequestedAt < Pause || Requests >= MostRequests) throw AccountRefusals.CodeTooOften();
        (CodeHash, RequestedAt, ExpiresAt, Tries) = (codeHash, now, now + Life, 0);
        Requests++;
    }

    /// <summary>Tries a code. The right one is used up by it, and so is any after five wrong tries.</summary>
    public bool Try(byte[] codeHash, DateTimeOffset now)
    {
        if (!IsOpen(now)) return false;
        if (CryptographicOperations.FixedTimeEquals(codeHash, CodeHash))
        {
            CodeHash = [];
            return true;
        }

        Tries++;
        if (Tries >= MostTries) CodeHash = [];
        return false;
    }

    /// <summary>True while a code can be tried.</summary>
    public bool IsOpen(DateTimeOffset now) => CodeHash.Length > 0 && now < ExpiresAt;
}
