using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Lending;

/// <summary>Rows of 1 penalty, 10 fee, 100 interest, 1000 principal: one past due, one due on the day, one to come, and one after it.</summary>
public sealed class AllocatorTests
{
    private static readonly DateOnly Day = Some.Day;

    private static readonly OpenRow[] Rows =
    [
        new(1, Day.AddDays(-30), 1, 10, 100, 1000), new(2, Day, 1, 10, 100, 1000), new(3, Day.AddDays(30), 0, 10, 100, 1000), new(4, Day.AddDays(60), 0, 10, 100, 1000),
    ];

    internal static Gen<AllocationOrder> Orders { get; } =
        from buckets in Gen.Shuffle(Enum.GetValues<PaymentBucket>())
        from direction in Gen.Elements(Enum.GetValues<AllocationDirection>())
        select new AllocationOrder(buckets, direction);

    [Fact]
    public void By_default_the_oldest_installment_is_finished_first() => Assert.Equal(
        [new Share(1, 1, 10, 100, 1000), new Share(2, 1, 10, 30, 0)], Give(AllocationOrder.Default, 1152));

    [Fact]
    public void Vertically_each_bucket_is_emptied_over_all_its_installments_before_the_next() => Assert.Equal(
        [new Share(1, 1, 0, 0, 1000), new Share(2, 1, 0, 0, 1000), new Share(3, 0, 0, 0, 8)],
        Give(new AllocationOrder([.. Enum.GetValues<PaymentBucket>().OrderBy(b => Penalty(b) ? 0 : Principal(b) ? 1 : 2)], AllocationDirection.Vertical), 2010));

    [Fact]
    public void Horizontally_the_components_of_a_class_are_taken_in_the_order_named() => Assert.Equal(
        [new Share(1, 1, 0, 0, 99)],
        Give(new AllocationOrder([.. Enum.GetValues<PaymentBucket>().OrderBy(b => Penalty(b) ? 0 : Principal(b) ? 1 : 2)], AllocationDirection.Horizontal), 100));

    [Fact]
    public void Money_in_advance_goes_to_the_next_to_the_last_or_nowhere()
    {
        Assert.Equal(2272, Give(AllocationOrder.Default, 2272, AdvanceHandling.NextInstallment).Where(s => s.Number <= 3).Sum(Sum));
        Assert.Equal([1, 2, 4], Give(AllocationOrder.Default, 2272, AdvanceHandling.LastInstallment).Select(s => s.Number));
        var (shares, left) = Allocator.Allocate(AllocationOrder.Default, AdvanceHandling.Reamortize, Rows, 3000, Day);
        Assert.Equal([1, 2], shares.Select(s => s.Number));
        Assert.Equal(778, left);
    }

    [Fact]
    public void Whatever_the_order_nothing_is_taken_beyond_what_is_owed_and_nothing_is_lost() => Holds.For(
        from order in Orders
        from advance in Gen.Elements(AdvanceHandling.NextInstallment, AdvanceHandling.LastInstallment)
        from amounts in Gen.Choose(0, 500).ListOf(24)
        from amount in Gen.Choose(1, 15_000)
        select (Order: order, Advance: advance, Amounts: amounts.ToArray(), Amount: amount),
        c =>
        {
            var rows = Enumerable.Range(0, 6).Select(i => new OpenRow(
                i + 1, Day.AddDays(i * 10 - 20), c.Amounts[i * 4], c.Amounts[i * 4 + 1], c.Amounts[i * 4 + 2], c.Amounts[i * 4 + 3])).ToList();
            var (shares, left) = Allocator.Allocate(c.Order, c.Advance, rows.AsEnumerable().Reverse(), c.Amount, Day);
            Assert.Equal(c.Amount, shares.Sum(Sum) + left);
            Assert.Equal(Math.Max(0, c.Amount - c.Amounts.Sum()), left);
            Assert.All(shares, s =>
            {
                var row = rows[s.Number - 1];
                Assert.True(Sum(s) > 0 && s.Penalty >= 0 && s.Fee >= 0 && s.Interest >= 0 && s.Principal >= 0);
                Assert.True(s.Penalty <= row.Penalty && s.Fee <= row.Fee && s.Interest <= row.Interest && s.Principal <= row.Principal);
            });
        });

    // What comes later in the order gets nothing while what comes before it is owed.
    [Fact]
    public void Vertically_no_bucket_gets_anything_before_those_named_earlier_are_empty() => Holds.For(
        from buckets in Gen.Shuffle(Enum.GetValues<PaymentBucket>())
        from amount in Gen.Choose(1, 4_500)
        select (Order: new AllocationOrder(buckets, AllocationDirection.Vertical), Amount: amount),
        c =>
        {
            var shares = Give(c.Order, c.Amount).ToDictionary(s => s.Number);
            var begun = c.Order.Buckets.Reverse().SkipWhile(b => Rows.Where(Of(b)).All(r => Taken(shares, r, b) == 0)).Skip(1);
            Assert.All(begun, b => Assert.All(Rows.Where(Of(b)), r => Assert.Equal(Owed(r, b), Taken(shares, r, b))));
        });

    [Fact]
    public void An_order_names_each_bucket_once()
    {
        Refused.At("lending.allocation_order_invalid", "allocationOrder", () => _ = new AllocationOrder([PaymentBucket.DueFee], AllocationDirection.Vertical));
        Refused.At("lending.allocation_order_invalid", "allocationOrder", () => _ = new AllocationOrder([.. Enumerable.Repeat(PaymentBucket.DueFee, 12)], AllocationDirection.Vertical));
        Refused.At("lending.policy_choice_unknown", "allocationDirection", () => _ = new AllocationOrder(Enum.GetValues<PaymentBucket>(), (AllocationDirection)7));
    }

    private static IReadOnlyList<Share> Give(AllocationOrder order, long amount, AdvanceHandling advance = AdvanceHandling.NextInstallment) =>
        Allocator.Allocate(order, advance, Rows, amount, Day).Shares;

    private static long Sum(Share s) => s.Penalty + s.Fee + s.Interest + s.Principal;

    private static Func<OpenRow, bool> Of(PaymentBucket b) => r => AllocationOrder.ClassOf(r.DueOn, Day) == AllocationOrder.ClassOf(b);

    private static long Owed(OpenRow r, PaymentBucket b) => new[] { r.Penalty, r.Fee, r.Interest, r.Principal }[(int)AllocationOrder.ComponentOf(b)];

    private static long Taken(Dictionary<int, Share> shares, OpenRow r, PaymentBucket b) =>
        shares.TryGetValue(r.Number, out var s) ? new[] { s.Penalty, s.Fee, s.Interest, s.Principal }[(int)AllocationOrder.ComponentOf(b)] : 0;

    private static bool Penalty(PaymentBucket b) => AllocationOrder.ComponentOf(b) == LoanComponent.Penalty;

    private static bool Principal(PaymentBucket b) => AllocationOrder.ComponentOf(b) == LoanComponent.Principal;
}
