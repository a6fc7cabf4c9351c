namespace Paylatch.Domain.Shared;

/// <summary>What kind of "no" a refusal is; REST answers map one kind to one HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>The input breaks a rule; the caller can mend it (422).</summary>
    Invalid,

    /// <summary>What was asked for does not exist for this caller (404).</summary>
    NotFound,

    /// <summary>The state of the thing does not allow it now (409).</summary>
    Conflict,

    /// <summary>The caller is not known (401).</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not (403).</summary>
    Forbidden,

    /// <summary>Too often; try later (429).</summary>
    TooMany,

    /// <summary>Something we depend on is briefly away; nothing was changed (503).</summary>
    Unavailable,
}

/// <summary>
/// The business says no. <see cref="Code"/> is stable and documented; the message says what to do.
/// Every refusal of a capability is made in one file, <c>&lt;Capability&gt;Refusals.cs</c>.
/// A bug is never a refusal: bugs throw anything else and are not caught on the way.
/// </summary>
public sealed class Refusal(string code, string reason, RefusalKind kind = RefusalKind.Invalid, string? field = null)
    : Exception(reason)
{
    /// <summary>Stable code such as <c>device.imei_invalid</c>.</summary>
    public string Code { get; } = code;

    /// <summary>What kind of "no" this is.</summary>
    public RefusalKind Kind { get; } = kind;

    /// <summary>The input field to mend, when there is one.</summary>
    public string? Field { get; } = field;
}
