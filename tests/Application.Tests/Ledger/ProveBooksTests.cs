using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Tests.Payments;
using Paylatch.Domain.Ledger;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>The books are compared with what they are about, and a difference is an alarm that names its rows.</summary>
public sealed class ProveBooksTests
{
    [Fact]
    public async Task Books_of_a_shop_at_work_agree()
    {
        await using var counter = await Counter.Open();
        await AtWork(counter);

        var proof = await Prove(counter);

        Assert.NotNull(proof);
        Assert.Equal(("", 0), (string.Join("; ", proof.Rows), proof.Differences));
        Assert.True(proof.Checked >= 6);
        Assert.Equal("", await counter.Shop.Events("BooksDiffer"));
    }

    [Fact]
    public async Task A_loan_that_says_otherwise_is_named_with_both_amounts_and_raises_the_alarm_once_a_day()
    {
        await using var counter = await Counter.Open();
        var loan = await AtWork(counter);
        await counter.Shop.Owner("update {s}.installments set paid_principal_minor = paid_principal_minor + 1 where loan_id = $1 and number = 3", loan.Value);

        var proof = await Prove(counter);

        var row = Assert.Single(proof!.Rows);
        Assert.Equal(
            ("1200", loan.Value, row.BookedMinor - 1, await counter.Shop.Read<string>("select number from {s}.loans where id = $1", loan.Value)),
            (row.Account, row.Loan, row.ExpectedMinor, row.What));
        Assert.Equal("BooksDiffer:1", await counter.Shop.Events("BooksDiffer"));
        Assert.Null(await Prove(counter));
        Assert.Equal(1, (await counter.Shop.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value.Waiting.BookDifferences);
        counter.Shop.Days(1);
        Assert.NotNull(await Prove(counter));
    }

    [Fact]
    public async Task Money_on_an_account_that_nothing_explains_is_found()
    {
        await using var counter = await Counter.Open();
        await AtWork(counter);
        var desk = new Desk(counter.Shop);
        await desk.Post("1010", "2200", 3);
        await desk.Post("1200", "4000", 2);

        var proof = (await desk.Run((ProveBooksNow u) => u.Handle(default))).Value;

        Assert.Equal(["1010 300", "1200 200", "2200 -300"], proof.Rows.Select(r => $"{r.Account} {r.BookedMinor - r.ExpectedMinor}"));
        Assert.Equal(proof.Id, (await desk.Run((ListProofs u) => u.Handle(default))).Value.Proofs[0].Id);
        Assert.Equal(3, (await desk.Run((ListProofs u) => u.Handle(default))).Value.Proofs[0].Rows.Count);
    }

    [Fact]
    public async Task A_provider_whose_account_shows_otherwise_is_named_with_what_is_unsettled_and_what_is_booked()
    {
        await using var counter = await Counter.Open();
        await AtWork(counter);
        var desk = new Desk(counter.Shop);
        _ = (await desk.Run((RecordPayout u) => u.Handle(new(null, "po_1", "2000", "58"), default))).Value;
        Assert.Empty((await desk.Run((ProveBooksNow u) => u.Handle(default))).Value.Rows);

        // A pay-out written beside the books, and money on the account that no payment explains.
        await counter.Shop.Owner("update {s}.provider_payouts set gross_minor = gross_minor + 700");
        await desk.Post("1010", "1000", 3);

        // 3500 by card and 70 and 60 unmatched, 2007 of it paid out.
        Assert.Equal([new ProofRow("stripe", null, "1010", "KES", 162_300, 163_300)], (await desk.Run((ProveBooksNow u) => u.Handle(default))).Value.Rows);
        Assert.Equal([new ProofRow("stripe", null, "1010", "KES", 162_300, 163_300)], (await Prove(counter))!.Rows);
        Assert.Equal("BooksDiffer:2", await counter.Shop.Events("BooksDiffer"));
    }

    [Fact]
    public async Task Money_of_a_provider_without_an_account_and_an_account_of_one_without_money_are_both_named()
    {
        await using var counter = await Counter.Open();
        await AtWork(counter);
        await counter.Shop.Owner("update {s}.payments set provider = 'other' where provider_ref is not null and credited_minor > 0");

        var rows = (await Prove(counter))!.Rows;

        Assert.Equal([new ProofRow("other", null, "-", "KES", 350_000, 0), new ProofRow("stripe", null, "1010", "KES", 13_000, 363_000)], rows);
    }

    // Sells, takes cash and card money, too much of it, money for nobody known, and gives some of that to a loan.
    private static async Task<Domain.Shared.LoanId> AtWork(Counter counter)
    {
        var (first, second) = (await counter.Shop.Sell(), await counter.Shop.Sell());
        await counter.Connect();
        _ = (await counter.Cash(first, "1200.50")).Value;
        var wish = await counter.Wish(second, "500");
        _ = (await counter.Receive(counter.Paid(wish, 3_500))).Value;
        _ = (await counter.Receive(counter.Paid(null, 70))).Value;
        _ = (await counter.Receive(counter.Paid(null, 60))).Value;
        var unmatched = (await counter.Shop.Run(Role.MerchantAdmin, (ListUnmatched u) => u.Handle(default))).Value.Rows[0];
        _ = (await counter.Shop.Run(Role.MerchantAdmin, (SettleUnmatched u) => u.Handle(new(unmatched.Id, first, "it is hers"), default))).Value;
        return first;
    }

    private static async Task<BookProof?> Prove(Counter counter) => (await counter.Shop.Run(Role.System, (ProveBooks u) => u.Handle(default))).Value;
}
