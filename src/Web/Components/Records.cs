using Paylatch.Domain.Shared;

namespace Paylatch.Web.Components;

/// <summary>One part of a <see cref="StackBar"/>.</summary>
/// <param name="Name">Its name, localised.</param>
/// <param name="Count">How many.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Href">The list behind it.</param>
public sealed record BarPart(string Name, long Count, Tone Tone, string? Href = null);

/// <summary>One choice of <see cref="FilterChips"/>.</summary>
/// <param name="Text">Its words, localised.</param>
/// <param name="Href">The address that chooses it: filters live in the address.</param>
/// <param name="On">True when chosen.</param>
/// <param name="Count">How many rows it has, when known.</param>
/// <param name="Tone">A dot of this colour before the words.</param>
public sealed record FilterChoice(string Text, string Href, bool On, long? Count = null, Tone? Tone = null);

/// <summary>One thing that happened, as a <see cref="Timeline"/> tells it.</summary>
/// <param name="At">When.</param>
/// <param name="What">What happened, as a sentence, localised.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Why">Why, in the words of the person or rule.</param>
/// <param name="Icon">A name of <see cref="Icons"/>.</param>
/// <param name="Tone">Its colour.</param>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? Who = null, string? Why = null, string Icon = "info", Tone Tone = Tone.Unknown);

/// <summary>One point of a <see cref="LineChart"/>.</summary>
/// <param name="Label">Its place on the axis, such as a date.</param>
/// <param name="Value">Its value, not negative.</param>
public sealed record ChartPoint(string Label, double Value);

/// <summary>One line of a <see cref="LinesChart"/>.</summary>
/// <param name="Name">Its name, localised.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Values">Its values along the axis, none negative; null where it has none.</param>
/// <param name="Weight">How strongly it is drawn, 0 to 1.</param>
public sealed record ChartLine(string Name, Tone Tone, IReadOnlyList<double?> Values, double Weight = 1);

/// <summary>A table of figures that is sorted by a column and leaves as a file.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its cells: a <see cref="DateOnly"/>, <see cref="Money"/>, number, share (a <c>decimal</c> between 0 and 1) or null.</param>
public sealed record Figures(string Name, IReadOnlyList<FigureColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>The rows by a column; a minus before its key turns the order round. An unknown column leaves them as they are.</summary>
    public Figures By(string? sort)
    {
        return this with { Rows = Rows.By(sort, key => Columns.ToList().FindIndex(column => column.Key == key) is >= 0 and var at ? row => row[at] is Money money ? money.Minor : row[at] : null) };
    }
}

/// <summary>A column of <see cref="Figures"/>.</summary>
/// <param name="Key">Its name in addresses and files.</param>
/// <param name="Heading">Its heading, localised.</param>
public sealed record FigureColumn(string Key, string Heading);
