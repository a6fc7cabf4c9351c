using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Payments;

/// <summary>Whatever happens to loans, in whatever order, through the very use cases.</summary>
public sealed class MendingPropertyTests
{
    private static readonly LoanPolicy[] Policies =
    [
        Ledgers.Penalised,
        new(inAdvance: AdvanceHandling.LastInstallment, penalty: new PenaltyPolicy(PenaltyKind.PercentPerDay, percent: 0.5m, graceDays: 2, maxCount: 20)),
        new(new AllocationOrder([.. Enum.GetValues<PaymentBucket>().Reverse()], AllocationDirection.Vertical), AdvanceHandling.Reamortize),
    ];

    // What may be refused on the way; anything else is a mistake.
    private static readonly string[] Expected =
    [
        "payments.exceeds_balance", "payments.loan_closed", "lending.credit_spent", "lending.waiver_amount", "lending.credit_too_small", "lending.paid_before_booking",
        "payments.amount_not_positive",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_order_of_payments_reversals_waivers_and_refunds_keeps_every_loan_equal_to_its_books(int seed)
    {
        await using var counter = await Counter.Open();
        await counter.Connect();
        var (shop, random) = (counter.Shop, new Random(seed));
        var plan = Shop.Plan(installments: 6) with { Method = InterestMethod.Declining, Rate = 36 };
        var customer = (await shop.NewCustomer()).Id;
        LoanId[] loans = [await shop.Sell(Policies[seed % 3], plan, customer), await shop.Sell(Policies[(seed + 1) % 3], plan with { Rate = 12 }, customer)];
        var payments = new List<PaymentId>();
        for (var step = 0; step < 30; step++)
        {
            await Do(counter, random, loans, payments, step);
            await counter.Prove(loans);
        }

        var cash = await shop.Read<long>("""
            select (select count(*) * 50000 from {s}.loans)
                 + (select coalesce(sum(amount_minor), 0) from {s}.payments p where method = 'cash' and not exists (select from {s}.payment_reversals r where r.payment_id = p.id))::bigint
                 - (select coalesce(sum(amount_minor), 0) from {s}.credit_spendings where payment_id is null)::bigint
            """);
        Assert.Equal(cash, await shop.Balance("1000"));
        Assert.True(payments.Count > 3, "money moved");
    }

    private static async Task Do(Counter counter, Random random, LoanId[] loans, List<PaymentId> payments, int step)
    {
        var (shop, loan, other) = (counter.Shop, loans[step % 2], loans[(step + 1) % 2]);
        var amount = $"{random.Next(1, 1_500)}.{random.Next(100):D2}";
        Refusal? no = null;
        switch (random.Next(10))
        {
            case 0 or 1:
                shop.Days(random.Next(1, 40));
                await shop.CatchUp();
                break;
            case 2 or 3:
                var cash = await counter.Cash(loan, amount);
                Note(cash.Done ? cash.Value.Payment : null, cash.Refusal);
                break;
            case 4:
                var on = DateOnly.FromDateTime(shop.Portal.Time.GetUtcNow().DateTime).AddDays(-random.Next(1, 60));
                var dated = await shop.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, amount, PaidOn: on), default));
                Note(dated.Done ? dated.Value.Payment : null, dated.Refusal);
                break;
            case 5 when await shop.Read<string>("select state from {s}.loans where id = $1", loan.Value) == "active":
                payments.Add(await counter.Card(loan, random.Next(1, 5_000)));
                break;
            case 6 or 7 when payments.Count > 0:
                no = (await counter.Reverse(payments[random.Next(payments.Count)], (ReversalCause)random.Next(3))).Refusal;
                break;
            case 8:
                no = (await counter.Waive(loan, random.Next(2) == 0 ? null : random.Next(1, 7))).Refusal;
                break;
            case 9 when random.Next(2) == 0:
                no = (await counter.Refund(loan, amount, $"refund-{step}")).Refusal;
                break;
            default:
                var used = await counter.Use(loan, other, null, $"use-{step}");
                Note(used.Done ? used.Value.Payment : null, used.Refusal);
                break;
        }

        Assert.True(no is null || Expected.Contains(no.Code), no?.Code);

        void Note(PaymentId? payment, Refusal? refused)
        {
            if (payment is { } one) payments.Add(one);
            no = refused;
        }
    }
}
