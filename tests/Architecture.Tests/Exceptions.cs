namespace Paylatch.Architecture.Tests;

/// <summary>Every exception to a rule of the house, with its reason. This file only shrinks.</summary>
internal static class Exceptions
{
    /// <summary>Banned text that stands with a reason.</summary>
    public static readonly string[] Text =
    [
        // Five fixed drawings of our own, no text in them.
        "src/Web/Components/StateChip.razor: private MarkupString Glyph => new((HasPhase, Phase) switch — Let Razor encode it.",
    ];

    /// <summary>Files longer than 300 lines.</summary>
    public static readonly string[] Long = [];

    /// <summary>Folders whose pages are for developers only: the gallery of components speaks three languages side by side.</summary>
    public static readonly string[] WithoutTexts = ["src/Web/Shell/Gallery/"];

    /// <summary>Words in markup that are the same in every language.</summary>
    public static readonly string[] Literal = [];
}
