namespace Paylatch.Domain.Lending;

/// <summary>What an installment still owes, in minor units.</summary>
/// <param name="Number">The installment's number.</param>
/// <param name="DueOn">The last day in time.</param>
/// <param name="Penalty">Penalties.</param>
/// <param name="Fee">Fees and tax.</param>
/// <param name="Interest">Interest.</param>
/// <param name="Principal">Principal.</param>
public readonly record struct OpenRow(int Number, DateOnly DueOn, long Penalty, long Fee, long Interest, long Principal);

/// <summary>What a payment gives to an installment, in minor units; never all zero.</summary>
/// <param name="Number">The installment's number.</param>
/// <param name="Penalty">To penalties.</param>
/// <param name="Fee">To fees and tax.</param>
/// <param name="Interest">To interest.</param>
/// <param name="Principal">To principal.</param>
public readonly record struct Share(int Number, long Penalty, long Fee, long Interest, long Principal);

/// <summary>Gives an amount to what is owed. Nothing is taken beyond what is owed; shares and rest together are the amount.</summary>
public static class Allocator
{
    /// <summary>Gives it.</summary>
    /// <param name="order">The order of buckets.</param>
    /// <param name="inAdvance">What becomes of money for installments to come; re-amortizing takes none of it here.</param>
    /// <param name="rows">What is owed, in any order.</param>
    /// <param name="amount">How much there is.</param>
    /// <param name="on">The payment's day.</param>
    /// <returns>The shares by number, and what is left because nothing needed it.</returns>
    public static (IReadOnlyList<Share> Shares, long Left) Allocate(
        AllocationOrder order, AdvanceHandling inAdvance, IEnumerable<OpenRow> rows, long amount, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(order);
        var lines = rows.Where(row => row.Penalty + row.Fee + row.Interest + row.Principal > 0).OrderBy(row => row.Number).Select(row => new Line(row)).ToList();
        var rest = amount;
        foreach (var (when, components) in order.Steps())
        {
            if (rest == 0) break;
            if (when == DueClass.InAdvance && inAdvance == AdvanceHandling.Reamortize) continue;
            var of = lines.Where(line => AllocationOrder.ClassOf(line.Row.DueOn, on) == when);
            if (when == DueClass.InAdvance && inAdvance == AdvanceHandling.LastInstallment) of = of.Reverse();
            foreach (var line in of)
                foreach (var component in components)
                    rest -= line.Take(component, rest);
        }

        return ([.. lines.Where(line => line.TookAnything).Select(line => line.Share)], rest);
    }

    private sealed class Line(OpenRow row)
    {
        private readonly long[] _owed = [row.Penalty, row.Fee, row.Interest, row.Principal];
        private readonly long[] _taken = new long[4];

        public OpenRow Row => row;

        public bool TookAnything => _taken.Any(t => t > 0);

        public Share Share => new(row.Number, _taken[0], _taken[1], _taken[2], _taken[3]);

        public long Take(LoanComponent component, long available)
        {
            var taken = Math.Min(available, _owed[(int)component] - _taken[(int)component]);
            _taken[(int)component] += taken;
            return taken;
        }
    }
}
