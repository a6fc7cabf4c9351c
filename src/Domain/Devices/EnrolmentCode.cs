using System.Security.Cryptography;
using System.Text;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Devices;

/// <summary>
/// A one-time enrolment code: 12 characters of Crockford's base 32 (60 bits), shown as <c>XXXX-XXXX-XXXX</c>. The code
/// itself is shown once and never stored; <see cref="Enrolment"/> keeps its SHA-256.
/// </summary>
public readonly record struct EnrolmentCode
{
    /// <summary>How many characters a code has.</summary>
    public const int Length = 12;

    // Crockford's alphabet: no I, L, O (read as 1, 1, 0) and no U.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private EnrolmentCode(string value) => Value = value;

    /// <summary>The twelve characters.</summary>
    public string Value { get; }

    /// <summary>As shown to people.</summary>
    public string Shown => $"{Value[..4]}-{Value[4..8]}-{Value[8..]}";

    /// <summary>Makes a code of twelve random bytes, of each of which five bits are used.</summary>
    public static EnrolmentCode Of(ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(random.Length, Length);
        Span<char> code = stackalloc char[Length];
        for (var i = 0; i < Length; i++) code[i] = Alphabet[random[i] & 31];
        return new EnrolmentCode(new string(code));
    }

    /// <summary>Reads a code as people type it: any case, O for 0, I and L for 1, spaces and hyphens anywhere.</summary>
    /// <exception cref="Refusal"><c>devices.code_malformed</c></exception>
    public static EnrolmentCode Parse(string? text)
    {
        var kept = new StringBuilder(Length);
        foreach (var c in text ?? "")
        {
            if (char.IsWhiteSpace(c) || c is '-' or '–' or '—') continue;
            var read = char.ToUpperInvariant(c) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (!Alphabet.Contains(read)) throw DevicesRefusals.CodeMalformed();
            kept.Append(read);
        }
        return kept.Length == Length ? new EnrolmentCode(kept.ToString()) : throw DevicesRefusals.CodeMalformed();
    }

    /// <summary>SHA-256 of the twelve characters, which is all that is stored.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Value));

    /// <summary>Hides the code: it is a secret until used.</summary>
    public override string ToString() => "enrolment code";
}

/// <summary>An open or used enrolment code of a device, known by its hash. One is open per device at most.</summary>
public sealed class Enrolment : Entity
{
    /// <summary>How long a code may be used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private Enrolment()
    {
    }

    /// <summary>SHA-256 of the code.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>The device it enrols.</summary>
    public DeviceId DeviceId { get; private set; }

    /// <summary>From when it can no longer be used.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When it was used or withdrawn; null while open.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Opens enrolment with a code.</summary>
    public static Enrolment Open(EnrolmentCode code, DeviceId device, DateTimeOffset at)
    {
        var enrolment = new Enrolment { Hash = code.Hash(), DeviceId = device, ExpiresAt = at + Lifetime };
        enrolment.Raise(new Events.EnrolmentCodeIssued(device, enrolment.ExpiresAt));
        return enrolment;
    }

    /// <summary>Uses the code up.</summary>
    /// <exception cref="Refusal"><c>devices.code_used</c>, <c>devices.code_expired</c></exception>
    public void Use(DateTimeOffset at)
    {
        if (UsedAt is not null) throw DevicesRefusals.CodeUsed();
        if (at >= ExpiresAt) throw DevicesRefusals.CodeExpired();
        UsedAt = at;
    }

    /// <summary>Closes the code unused, so that another can be opened. A used one stays as it is.</summary>
    public void Withdraw(DateTimeOffset at) => UsedAt ??= at;
}
