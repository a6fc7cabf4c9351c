using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>Money in advance where it was agreed that it lowers what is lent.</content>
public sealed partial class Loan
{
    // The money repays principal of the next installment, and the installments to come shrink in proportion to what is
    // still lent: as many rows, on the same days, interest from the payment's day on the smaller balance. What exceeds the
    // balance goes to whatever is still owed, in the agreed order.
    private (List<Allocation> Parts, long Left) Prepay(List<Allocation> parts, long amount, DateOnly on)
    {
        var rows = _installments.Where(i => i.DueOn > on).OrderBy(i => i.Number).ToList();
        var balance = rows.Sum(i => i.OwedPrincipalMinor);
        var prepaid = Math.Min(amount, balance);
        if (prepaid > 0) parts.Add(Shrink(rows, balance, prepaid, on));
        var (shares, rest) = Allocator.Allocate(
            Policy.Allocation, AdvanceHandling.NextInstallment, _installments.Select(i => i.Open), amount - prepaid, on);
        parts.AddRange(shares.Select(Give));
        return ([.. parts.GroupBy(part => part.Installment).Select(of => of.Aggregate((sum, part) => sum + part))], rest);
    }

    private Allocation Shrink(List<Installment> rows, long balance, long prepaid, DateOnly on)
    {
        var (left, first) = (balance - prepaid, rows[0]);
        var (open, shifted) = (left, 0L);
        // An earlier shrinking slowed the running period down; what had accrued by then stays accrued.
        var running = AccruedMinor - _installments.Where(i => i != first).Sum(i => i.EarnedThrough(on));
        foreach (var row in rows)
        {
            var settled = row.PaidInterestMinor + row.WaivedInterestMinor;
            var elsewhere = row.InterestMinor - row.EarnedMinor;
            var earned = Shrunk(row, row.EarnedMinor, elsewhere == 0 ? settled : 0);
            // What is asked here and was earned elsewhere does not shrink.
            var interest = Math.Max(settled, earned + elsewhere);
            // The whole installment shrinks in proportion, so that equal ones stay equal; principal is what interest leaves of it.
            var whole = Part(row.OwedPrincipalMinor + row.InterestMinor, left, balance);
            var principal = row == rows[^1] ? open : Math.Clamp(whole - Part(row.InterestMinor, left, balance), 0, open);
            open -= principal;
            shifted += interest - earned - elsewhere;
            row.Replan(row.PaidPrincipalMinor + principal + (row == first ? prepaid : 0), interest, row == rows[^1] ? earned + shifted : earned);
        }

        return first.Pay(new Share(first.Number, 0, 0, 0, prepaid), Currency);

        // The days of a period that have passed keep their interest, and what is settled stays asked.
        long Shrunk(Installment row, long interest, long settled)
        {
            var (days, passed) = (row.DueOn.DayNumber - row.FromOn.DayNumber, Math.Max(0, on.DayNumber - row.FromOn.DayNumber));
            var kept = days <= 0 ? 0 : interest * passed / days;
            if (row == first) kept = Math.Min(interest, Math.Max(kept, running));
            return Math.Max(settled, kept + Part(interest - kept, left, balance));
        }
    }

    private static long Part(long whole, long of, long all) =>
        decimal.ToInt64(decimal.Round((decimal)whole * of / all, 0, MidpointRounding.ToEven));
}
