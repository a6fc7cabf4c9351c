using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Ledger;

public sealed class LedgerTests
{
    private static readonly Account[] Accounts = [.. Chart.Accounts.Select(a => Account.Open(new(Some.Guid()), a, Some.Kes))];

    private static readonly Books Books = new(Accounts);

    [Fact]
    public void Every_posting_balances_whatever_the_amounts() => Holds.For(
        from a in Gen.Choose(1, int.MaxValue)
        from b in Gen.Choose(0, int.MaxValue)
        from c in Gen.Choose(0, int.MaxValue)
        select (Kes(a), Kes(b), Kes(c)),
        m => Assert.All(
            new[]
            {
                Postings.LoanBooked(Books, Posting(), m.Item1 + m.Item2, m.Item2),
                Paid(Chart.Cash, m.Item1, m.Item2, m.Item3),
                Paid(Chart.CardClearing, m.Item2, m.Item1, m.Item3),
                Postings.MoneyUnmatched(Books, Posting(), Chart.CardClearing, m.Item1),
                Paid(Chart.UnmatchedMoney, m.Item2, m.Item3, m.Item1),
            },
            transfer =>
            {
                Assert.Equal(0, transfer.Entries.Sum(e => e.AmountMinor));
                Assert.DoesNotContain(transfer.Entries, e => e.AmountMinor == 0);
                Assert.Equal(Enumerable.Range(1, transfer.Entries.Count), transfer.Entries.Select(e => (int)e.Line));
            }));

    [Fact]
    public void A_sale_debits_the_loan_and_the_deposit_and_credits_the_price() => Assert.Equal(
        [(Chart.LoansReceivable, 90_000), (Chart.Cash, 30_000), (Chart.Sales, -120_000)],
        Lines(Postings.LoanBooked(Books, Posting(), Kes(120_000), Kes(30_000))));

    [Fact]
    public void A_sale_without_deposit_has_no_cash_line() => Assert.Equal(
        [(Chart.LoansReceivable, 120_000), (Chart.Sales, -120_000)],
        Lines(Postings.LoanBooked(Books, Posting(), Kes(120_000), Kes(0))));

    [Fact]
    public void Interest_that_was_not_earned_yet_is_income_when_it_is_paid() => Assert.Equal(
        [(Chart.Cash, 10_662), (Chart.LoansReceivable, -9_462), (Chart.InterestIncome, -1_200)],
        Lines(Paid(Chart.Cash, Kes(9_462), Kes(1_200), Kes(0))));

    [Fact]
    public void What_is_too_much_is_owed_to_the_customer() => Assert.Equal(
        [(Chart.CardClearing, 600), (Chart.LoansReceivable, -500), (Chart.CustomerCredit, -100)],
        Lines(Paid(Chart.CardClearing, Kes(500), Kes(0), Kes(100))));

    [Fact]
    public void Money_for_nobody_known_waits_and_is_given_to_a_loan_later()
    {
        Assert.Equal([(Chart.CardClearing, 700), (Chart.UnmatchedMoney, -700)], Lines(Postings.MoneyUnmatched(Books, Posting(), Clearing.Of("stripe"), Kes(700))));
        Assert.Equal(
            [(Chart.UnmatchedMoney, 700), (Chart.LoansReceivable, -600), (Chart.InterestIncome, -100)],
            Lines(Paid(Chart.UnmatchedMoney, Kes(600), Kes(100), Kes(0))));
    }

    [Fact]
    public void A_payment_of_all_components_credits_each_receivable() => Assert.Equal(
        [(Chart.Cash, 150), (Chart.LoansReceivable, -80), (Chart.InterestReceivable, -40), (Chart.FeesReceivable, -20), (Chart.PenaltiesReceivable, -10)],
        Lines(Postings.LoanMoved(
            Books, Posting(), Movement(TransferKind.PaymentReceived, new() { Principal = -80, Interest = -40, Fees = -20, Penalties = -10 }), Chart.Cash)));

    [Fact]
    public void Days_that_pass_earn_interest_fees_with_their_tax_and_penalties()
    {
        Assert.Equal(
            [(Chart.InterestReceivable, 5), (Chart.InterestIncome, -5)],
            Lines(Postings.LoanMoved(Books, Posting(), Movement(TransferKind.InterestAccrued, new() { Interest = 5, InterestIncome = 5 }))));
        Assert.Equal(
            [(Chart.FeesReceivable, 116), (Chart.TaxPayable, -16), (Chart.FeeIncome, -100)],
            Lines(Postings.LoanMoved(Books, Posting(), Movement(TransferKind.FeesDue, new() { Fees = 116, FeeIncome = 100, Tax = 16 }))));
        Assert.Equal(
            [(Chart.PenaltiesReceivable, 9), (Chart.PenaltyIncome, -9)],
            Lines(Postings.LoanMoved(Books, Posting(), Movement(TransferKind.PenaltyCharged, new() { Penalties = 9, PenaltyIncome = 9 }))));
    }

    [Fact]
    public void What_is_forgiven_is_spent_and_what_is_taken_back_leaves_the_way_it_came()
    {
        Assert.Equal(
            [(Chart.Rebates, 9), (Chart.PenaltiesReceivable, -9)],
            Lines(Postings.LoanMoved(Books, Posting(), Movement(TransferKind.Waived, new() { Penalties = -9, Rebates = 9 }))));
        Assert.Equal(
            [(Chart.LoansReceivable, 70), (Chart.InterestReceivable, 30), (Chart.Cash, -100)],
            Lines(Postings.LoanMoved(Books, Posting(), Movement(TransferKind.PaymentReversed, new() { Principal = 70, Interest = 30 }), Chart.Cash)));
    }

    [Fact]
    public void Money_that_comes_from_nowhere_is_a_bug() => Assert.Throws<ArgumentException>(
        () => Postings.LoanMoved(Books, Posting(), Movement(TransferKind.PaymentReceived, new() { Principal = -1 })));

    [Fact]
    public void A_transfer_carries_what_it_is_about()
    {
        var posting = new Posting(new(Some.Guid()), Some.Noon, Some.Day, new LoanId(Some.Guid()), Some.Payment());
        var transfer = Postings.LoanMoved(Books, posting, Movement(TransferKind.PaymentReceived, new() { Principal = -1 }), Chart.Cash);
        Assert.Equal(
            (posting.Id, TransferKind.PaymentReceived, posting.At, posting.On, posting.Loan, posting.Payment),
            (transfer.Id, transfer.Kind, transfer.At, transfer.BookedOn, transfer.LoanId, transfer.PaymentId));
        Assert.All(transfer.Entries, e => Assert.Equal((posting.Id, posting.Loan, Some.Kes), (e.TransferId, e.LoanId, e.Currency)));
    }

    [Fact]
    public void Lines_that_do_not_balance_are_a_bug() => Holds.For(
        Gen.Choose(-1000, 1000).Where(i => i != 0).Three(),
        m =>
        {
            if (m.Item1 + m.Item2 + m.Item3 == 0) return;
            Assert.Throws<ArgumentException>(() => Write(Kes(m.Item1), Kes(m.Item2), Kes(m.Item3)));
        });

    [Fact]
    public void Each_currency_balances_by_itself()
    {
        var usd = Currency.Of("USD");
        Assert.Throws<ArgumentException>(() => Write(Kes(100), new Money(-100, usd)));
        Assert.Equal(4, Write(Kes(100), Kes(-100), new Money(5, usd), new Money(-5, usd)).Entries.Count);
    }

    [Fact]
    public void A_transfer_of_nothing_is_a_bug()
    {
        Assert.Throws<ArgumentException>(() => Write());
        Assert.Throws<ArgumentException>(() => Write(Kes(0), Kes(0)));
    }

    [Fact]
    public void An_account_that_was_never_opened_is_a_bug() =>
        Assert.Throws<InvalidOperationException>(() => Books.Of(Chart.Cash, Currency.Of("USD")));

    [Fact]
    public void A_pay_out_debits_the_bank_and_the_fee_and_credits_the_providers_account_and_a_fee_alone_leaves_the_bank_alone()
    {
        Assert.Equal(
            [(Chart.Bank, 970), (Chart.ProviderFees, 30), (Chart.CardClearing, -1_000)],
            Lines(Postings.ProviderPaidOut(Books, Posting(), Chart.CardClearing, Kes(1_000), Kes(30))));
        Assert.Equal([(Chart.Bank, 5), (Chart.CardClearing, -5)], Lines(Postings.ProviderPaidOut(Books, Posting(), Chart.CardClearing, Kes(5), Kes(0))));
        Assert.Equal([(Chart.ProviderFees, 7), (Chart.CardClearing, -7)], Lines(Postings.ProviderPaidOut(Books, Posting(), Chart.CardClearing, Kes(7), Kes(7))));
    }

    [Fact]
    public void Every_provider_has_an_account_of_the_chart_for_itself_and_one_without_is_a_bug()
    {
        Assert.Equal(Clearing.Accounts.Count, Clearing.Accounts.Select(c => c.Account).Distinct().Count());
        Assert.All(Clearing.Accounts, c => Assert.Contains(Chart.Accounts, a => a.Code == c.Account && a.Kind == AccountKind.Asset));
        Assert.Null(Clearing.Find("other"));
        Assert.Throws<InvalidOperationException>(() => Clearing.Of("other"));
    }

    [Fact]
    public void Books_know_which_accounts_are_still_to_be_opened()
    {
        Assert.Empty(Books.Missing(Some.Kes));
        Assert.Equal(Chart.Accounts, Books.Missing(Currency.Of("USD")));
        Assert.Equal(["1010"], new Books(Accounts.Where(a => a.Code != "1010").Select(a => (a.Code, a.Currency, a.Id))).Missing(Some.Kes).Select(a => a.Code));
    }

    [Fact]
    public void The_chart_is_the_published_one() => Assert.Equal(
        [
            ("1000", AccountKind.Asset), ("1010", AccountKind.Asset), ("1020", AccountKind.Asset), ("1200", AccountKind.Asset), ("1210", AccountKind.Asset),
            ("1220", AccountKind.Asset), ("1230", AccountKind.Asset), ("1290", AccountKind.Asset), ("1300", AccountKind.Asset),
            ("1900", AccountKind.Asset), ("2100", AccountKind.Liability), ("2200", AccountKind.Liability),
            ("2300", AccountKind.Liability), ("3900", AccountKind.Equity), ("4000", AccountKind.Income),
            ("4100", AccountKind.Income), ("4200", AccountKind.Income), ("4300", AccountKind.Income), ("4400", AccountKind.Income),
            ("4500", AccountKind.Income), ("5000", AccountKind.Expense), ("5100", AccountKind.Expense),
            ("5200", AccountKind.Expense), ("5300", AccountKind.Expense), ("5400", AccountKind.Expense),
        ],
        Chart.Accounts.Select(a => (a.Code, a.Kind)));

    private static Transfer Paid(string from, Money principal, Money interest, Money credit) => Postings.LoanMoved(
        Books, Posting(),
        Movement(TransferKind.PaymentReceived, new() { Principal = -principal.Minor, InterestIncome = interest.Minor, Credit = credit.Minor }), from);

    private static LoanMovement Movement(TransferKind kind, LoanAccounts change) => new(kind, change, Some.Kes, new(Some.Guid()));

    private static Money Kes(long minor) => new(minor, Some.Kes);

    private static Posting Posting() => new(new(Some.Guid()), Some.Noon, Some.Day);

    private static Transfer Write(params Money[] amounts) => Transfer.Of(
        Posting(), TransferKind.PaymentReceived, "test", [.. amounts.Select(m => new Line(Accounts[0].Id, m))]);

    private static IEnumerable<(string, long)> Lines(Transfer transfer) =>
        transfer.Entries.Select(e => (Accounts.Single(a => a.Id == e.AccountId).Code, e.AmountMinor));
}
