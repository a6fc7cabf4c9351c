namespace Paylatch.Domain.Lending.Schedules;

/// <summary>Rounds minor units as the terms say.</summary>
internal readonly struct Rounding(AmountRounding rule)
{
    private readonly MidpointRounding _mode = rule switch
    {
        AmountRounding.HalfUp => MidpointRounding.AwayFromZero,
        AmountRounding.Up => MidpointRounding.ToPositiveInfinity,
        AmountRounding.Down => MidpointRounding.ToZero,
        _ => MidpointRounding.ToEven,
    };

    /// <summary>
    /// To a whole minor unit. The last of a decimal's 28 digits are noise of divisions before; ten decimals are kept
    /// first, so that a value midway between two units, or on one, is seen as such.
    /// </summary>
    public long Whole(decimal minor) => decimal.ToInt64(decimal.Round(decimal.Round(minor, 10, MidpointRounding.ToEven), 0, _mode));

    /// <summary>To a whole multiple of some minor units.</summary>
    public long Multiple(decimal minor, long of) => of <= 1 ? Whole(minor) : Whole(minor / of) * of;

    /// <summary>Whether a part of a unit, neither nothing nor a half, makes it a whole one.</summary>
    public bool RaisesPart(bool overHalf) => _mode switch
    {
        MidpointRounding.ToPositiveInfinity => true,
        MidpointRounding.ToZero => false,
        _ => overHalf,
    };
}
