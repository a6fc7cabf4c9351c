namespace Paylatch.Domain.Lending.Schedules;

/// <summary>
/// What a unit of principal costs over a time. Beside the exact value stand its first 64 binary digits: they settle almost
/// every rounding of interest with one multiplication of integers, and where they leave a doubt the exact value is taken.
/// </summary>
internal readonly struct Factor
{
    private const ulong Half = 1UL << 63;

    // Principals below 2^40 times what the 64 digits leave out, and what counts as noise, stay far below this.
    private const ulong Doubt = 1UL << 42;
    private const long Small = 1L << 40;

    private readonly ulong _digits;

    /// <summary>With its digits, where it is below one.</summary>
    public Factor(decimal value) => (Value, _digits) = (value, value is >= 0 and < 1 ? (ulong)(value * 18_446_744_073_709_551_616m) : 0);

    /// <summary>The exact value, as far as a decimal is.</summary>
    public decimal Value { get; }

    /// <summary>The interest on a principal, and what comes to it, rounded once.</summary>
    public long On(long principal, decimal more, in Rounding round)
    {
        if (more == 0 && _digits != 0 && principal is > 0 and < Small)
        {
            var whole = (long)Math.BigMul((ulong)principal, _digits, out var rest);
            var (above, below) = (rest > Doubt && rest < Half - Doubt, rest > Half + Doubt && rest < ulong.MaxValue - Doubt);
            if (above || below) return whole + (round.RaisesPart(overHalf: below) ? 1 : 0);
        }

        return round.Whole(principal * Value + more);
    }
}
