using System.Collections.Frozen;

namespace Paylatch.Web.Components;

/// <summary>The icon set, drawn for Paylatch on a 24 by 24 grid as strokes. Names are what they mean, not what they show.</summary>
public static class Icons
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["alert"] = "M12 4 2.8 20h18.4L12 4Zm0 6v4m0 3v.01",
        ["arrow"] = "M5 12h14m-6-6 6 6-6 6",
        ["audit"] = "M12 3 5 5.6v5.6c0 4.4 2.9 7.6 7 9.8 4.1-2.2 7-5.4 7-9.8V5.6L12 3Zm-3 8.8 2.2 2.2 4-4.2",
        ["battery"] = "M4 8h13a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1Zm17 2.5v3M6 11v2",
        ["bell"] = "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16Zm4 5h4",
        ["calendar"] = "M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm-1 5h16M8 3v4m8-4v4",
        ["cash"] = "M3 7h18v10H3V7Zm9 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM6 12h.01M18 12h.01",
        ["chart"] = "M4 4v16h16M8 14l3.5-4.5 3 3L20 6",
        ["check"] = "m5 12.5 4.5 4.5L19 7.5",
        ["chevron"] = "m9 6 6 6-6 6",
        ["chevron-down"] = "m6 9 6 6 6-6",
        ["clock"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.5 2",
        ["close"] = "m6 6 12 12M18 6 6 18",
        ["collapse"] = "M4 5h16v14H4V5Zm5 0v14m7-9.5L13.5 12l2.5 2.5",
        ["columns"] = "M4 5h16v14H4V5Zm5.3 0v14m5.4-14v14",
        ["copy"] = "M9 9h10v11H9V9Zm6-3V4H5v11h2",
        ["device"] = "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1Zm3 15h2",
        ["document"] = "M6 3h8l4 4v14H6V3Zm8 0v4h4M9 12h6m-6 4h6",
        ["download"] = "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 20h14",
        ["edit"] = "m4 20 1-4L16 5l3 3L8 19l-4 1ZM14 7l3 3",
        ["filter"] = "M4 6h16M7 12h10m-7 6h4",
        ["forward"] = "m5 6 7 6-7 6V6Zm8 0 7 6-7 6V6Z",
        ["globe"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c2.4 2.6 3.6 5.6 3.6 9s-1.2 6.4-3.6 9c-2.4-2.6-3.6-5.6-3.6-9S9.6 5.6 12 3Z",
        ["health"] = "M3 12h4l2.5-6 5 12 2.5-6h4",
        ["help"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-2.5-11.2a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8m0 3v.01",
        ["info"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5m0-8.5v.01",
        ["key"] = "M8.5 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm3-6.5L19.5 4.5M16 8l2.5 2.5",
        ["loan"] = "M5 4h14v16l-2.3-1.6L14.3 20 12 18.4 9.7 20l-2.4-1.6L5 20V4Zm4 5h6m-6 4h6",
        ["lock"] = "M6 11h12v9H6v-9Zm2 0V8a4 4 0 0 1 8 0v3m-4 4v2",
        ["message"] = "M4 5h16v11H10l-4.5 4V16H4V5Zm4 4h8m-8 3h5",
        ["minus"] = "M6 12h12",
        ["moon"] = "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
        ["more"] = "M5.5 12h.01M12 12h.01M18.5 12h.01",
        ["offline"] = "M4 4l16 16M5 12.5a10 10 0 0 1 4-2.3m4.5-.1a10 10 0 0 1 5.5 2.4M2 9a15 15 0 0 1 4.5-2.7M11 5a15 15 0 0 1 11 4M8.5 16a5 5 0 0 1 6 0M12 19.5v.01",
        ["person"] = "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
        ["phone-call"] = "M5 4h4l1.5 4.5L8 10.5a12 12 0 0 0 5.5 5.5l2-2.5L20 15v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1Z",
        ["print"] = "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7v-7Z",
        ["receipt"] = "M6 3h12v18l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5L6 21V3Zm3 5h6m-6 4h6",
        ["refresh"] = "M19 8a8 8 0 1 0 1 5M19.5 3.5V8H15",
        ["region"] = "M12 21s7-5.6 7-11a7 7 0 0 0-14 0c0 5.4 7 11 7 11Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
        ["search"] = "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm5-1.5L20 20",
        ["sell"] = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-13v8m-4-4h8",
        ["settings"] = "M4 7h9m4 0h3M4 17h3m4 0h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Zm-6 10a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
        ["sign-out"] = "M14 4h5v16h-5M4 12h11m-4-4 4 4-4 4",
        ["sim"] = "M7 3h7l4 4v14H7V3Zm3 9h5v5h-5v-5Z",
        ["sun"] = "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4m0-12.8L17 7M7 17l-1.4 1.4",
        ["system"] = "M4 5h16v11H4V5Zm5 15h6m-3-4v4",
        ["tenant"] = "M4 20V9l8-5 8 5v11M4 20h16m-11 0v-6h6v6",
        ["today"] = "M4 12.5 12 5l8 7.5M6 11v9h12v-9m-8 9v-5h4v5",
        ["tool"] = "M14.5 6a4 4 0 0 1 5 5l-2.5-.5-1.5-1.5-.5-2.5a4 4 0 0 0-5 5L4 17.5 6.5 20l6-6a4 4 0 0 0 5-1",
        ["trash"] = "M5 7h14M10 4h4m-7 3 .8 13h8.4L17 7m-7 4v5m4-5v5",
        ["unlock"] = "M6 11h12v9H6v-9Zm2 0V8a4 4 0 0 1 7.7-1.5M12 15v2",
    }.ToFrozenDictionary();

    /// <summary>All names, for the gallery.</summary>
    public static IEnumerable<string> Names => Paths.Keys.Order(StringComparer.Ordinal);

    /// <summary>The SVG path of an icon.</summary>
    /// <exception cref="KeyNotFoundException">No such icon: a slip in markup, to be seen at once.</exception>
    public static string PathOf(string name) => Paths[name];
}
