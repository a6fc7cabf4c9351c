using Paylatch.Domain.Shared;

namespace Paylatch.Application.Shared;

/// <summary>What the door returns: the use case's answer, or the refusal.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
public sealed class Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>The refusal, or null when it went well.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when it went well.</summary>
    public bool Done => Refusal is null;

    /// <summary>The answer.</summary>
    /// <exception cref="Domain.Shared.Refusal">When it was refused: callers that cannot go on may simply ask for the value.</exception>
    public T Value => Refusal is null ? _value! : throw Refusal;

    /// <summary>It went well.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>It was refused.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>The answer of a use case that has nothing to say.</summary>
public readonly record struct Nothing;
