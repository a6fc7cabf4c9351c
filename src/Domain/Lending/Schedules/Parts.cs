namespace Paylatch.Domain.Lending.Schedules;

/// <summary>What the installments consist of, in minor units, one number for each period.</summary>
/// <param name="Principal">What repays principal.</param>
/// <param name="Interest">What is due of interest.</param>
/// <param name="Earned">The interest that runs up in the period, due with it or later.</param>
/// <param name="Balance">Principal owed after the installment.</param>
internal readonly record struct Parts(long[] Principal, long[] Interest, long[] Earned, long[] Balance)
{
    /// <summary>For so many periods, nothing in them yet.</summary>
    public static Parts For(int periods) => new(new long[periods], new long[periods], new long[periods], new long[periods]);
}

/// <summary>Money that comes into a loan: at the beginning of a period, or within it.</summary>
/// <param name="Period">The index of the period.</param>
/// <param name="On">The day.</param>
/// <param name="Amount">How much, in minor units, without what is paid back the same day.</param>
internal readonly record struct Draw(int Period, DateOnly On, long Amount);
