namespace Paylatch.Web.Components;

/// <summary>A meaning with a fixed colour. Colour never stands alone: a glyph or a word goes with it.</summary>
public enum Tone
{
    /// <summary>Offline, unknown, or simply neutral: grey.</summary>
    Unknown,

    /// <summary>Active, paid, well: green.</summary>
    Active,

    /// <summary>Reminded, for information: blue.</summary>
    Reminded,

    /// <summary>Restricted, overdue, look here: amber.</summary>
    Restricted,

    /// <summary>Locked, failed: red.</summary>
    Locked,

    /// <summary>Released, owned: teal.</summary>
    Released,

    /// <summary>The tenant's accent, for what has no meaning of its own.</summary>
    Accent,
}

/// <summary>How tones appear in markup.</summary>
public static class Tones
{
    /// <summary>The CSS class that sets <c>--tone</c> and <c>--tone-soft</c>.</summary>
    public static string Class(this Tone tone) => "tone-" + tone.ToString().ToLowerInvariant();

    /// <summary>The icon that goes with a tone where nothing better is known.</summary>
    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Active => "check",
        Tone.Restricted or Tone.Locked => "alert",
        Tone.Released => "unlock",
        _ => "info",
    };
}

/// <summary>What a device is meant to be, as its chip shows it.</summary>
public enum ChipState
{
    /// <summary>Sold, not yet enrolled.</summary>
    AwaitingEnrolment,

    /// <summary>In use.</summary>
    Active,

    /// <summary>In use, with a reminder shown.</summary>
    Reminded,

    /// <summary>In use with fewer functions.</summary>
    Restricted,

    /// <summary>Locked.</summary>
    Locked,

    /// <summary>Not heard from.</summary>
    Offline,

    /// <summary>Free for good.</summary>
    Released,
}

/// <summary>How sure we are that the device is in that state; one is never shown as another.</summary>
public enum ChipPhase
{
    /// <summary>A later authenticated heartbeat shows it: solid.</summary>
    Confirmed,

    /// <summary>We want it and an order is queued: hollow.</summary>
    Ordered,

    /// <summary>The device has fetched the order: half.</summary>
    Armed,

    /// <summary>The device said it is done, or its lease ran out unheard: dashed.</summary>
    Believed,
}
