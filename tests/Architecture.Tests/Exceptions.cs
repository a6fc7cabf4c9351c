namespace Paylatch.Architecture.Tests;

/// <summary>Every exception to a rule of the house, with its reason. This file only shrinks.</summary>
internal static class Exceptions
{
    /// <summary>Banned text that stands with a reason.</summary>
    public static readonly string[] Text = [];

    /// <summary>Files longer than 300 lines.</summary>
    public static readonly string[] Long = [];

    /// <summary>Words in markup that are the same in every language.</summary>
    public static readonly string[] Literal = [];
}
