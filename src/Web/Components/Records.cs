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
