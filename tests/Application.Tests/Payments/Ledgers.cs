using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Payments;

/// <summary>Sells with a policy, puts money right, and proves each loan's accounts.</summary>
internal static class Ledgers
{
    /// <summary>500 for each installment late.</summary>
    public static readonly LoanPolicy Penalised = new(penalty: new PenaltyPolicy(PenaltyKind.Flat, amountMinor: 50_000));

    /// <summary>A loan with a policy of its own.</summary>
    public static async Task<LoanId> Sell(this Shop shop, LoanPolicy policy, Plan? plan = null, CustomerId? customer = null)
    {
        var (who, device) = (customer ?? (await shop.NewCustomer()).Id, await shop.NewDevice());
        return (await shop.Run(Role.System, (BookWithPolicy u) => u.Handle(who, device, plan ?? Shop.Plan(), policy))).Value;
    }

    public static Task<Outcome<ReversePayment.Reversed>> Reverse(
        this Counter counter, PaymentId payment, ReversalCause cause = ReversalCause.Bounced, string? reason = "The notes were false", Role role = Role.MerchantAdmin) =>
        counter.Shop.Run(role, (ReversePayment u) => u.Handle(new(payment, cause, reason), default));

    public static Task<Outcome<WaivePenalties.Waived>> Waive(
        this Counter counter, LoanId loan, int? installment = null, string? reason = "She was in hospital", Role role = Role.MerchantAdmin) =>
        counter.Shop.Run(role, (WaivePenalties u) => u.Handle(new(loan, installment, reason), default));

    public static Task<Outcome<RefundCredit.Refunded>> Refund(
        this Counter counter, LoanId loan, string? amount = null, string key = "refund-1", string? reason = "Paid twice", Role role = Role.MerchantAdmin) =>
        counter.Shop.Run(role, (RefundCredit u) => u.Handle(new(loan, amount, reason, key), default));

    public static Task<Outcome<UseCredit.Used>> Use(
        this Counter counter, LoanId loan, LoanId other, string? amount = null, string key = "use-1", string? reason = "He asked for it", Role role = Role.MerchantAdmin) =>
        counter.Shop.Run(role, (UseCredit u) => u.Handle(new(loan, other, amount, reason, key), default));

    /// <summary>Card money for a loan, more than is owed if need be.</summary>
    public static async Task<PaymentId> Card(this Counter counter, LoanId loan, decimal amount)
    {
        var wish = await counter.Wish(loan, "1");
        Assert.Equal(ReceiveProviderEvent.Result.Paid, (await counter.Receive(counter.Paid(wish, amount))).Value);
        return new PaymentId(await counter.Shop.Read<Guid>("select payment_id from {s}.payment_intents where id = $1", wish.Value));
    }

    public static async Task<LoanPage> Show(this Shop shop, LoanId loan) => (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(loan, default))).Value;

    /// <summary>Each loan's ledger accounts are what the loan says, its replay says the same, and everything sums to zero.</summary>
    public static async Task Prove(this Counter counter, params LoanId[] loans)
    {
        foreach (var id in loans)
        {
            var (said, replayed) = (await counter.Shop.Run(Role.System, (ReadAccounts u) => u.Handle(id))).Value;
            var posted = await counter.Shop.Read<string>("""
                select coalesce(string_agg(code || ':' || minor, ' ' order by code), '') from (
                    select a.code, sum(e.amount_minor) as minor from {s}.ledger_entries e
                    join {s}.ledger_transfers t on t.id = e.transfer_id join {s}.ledger_accounts a on a.id = e.account_id
                    where t.loan_id = $1 and a.code not in ('1000', '1010', '2200', '4000') group by a.code having sum(e.amount_minor) <> 0) x
                """, id.Value);
            Assert.Equal(said, posted);
            Assert.Equal(said, replayed);
        }

        Assert.Equal(0L, await counter.LedgerSum());
        var unmatched = await counter.Shop.Read<long>("select coalesce(sum(amount_minor), 0)::bigint from {s}.unmatched_payments where settled_at is null");
        Assert.Equal(-unmatched, await counter.Shop.Balance("2200"));
    }

    [Allow(Permission.System)]
    public sealed class BookWithPolicy(ILendingDb db, IBookingDb booking, ILedgerDb ledger, TenantInfo tenant, TenantClock clock)
    {
        public async Task<LoanId> Handle(CustomerId customer, DeviceId device, Plan plan, LoanPolicy policy)
        {
            var (terms, id) = (plan.Agree(tenant.Currency, clock.Today), new LoanId(clock.NewId()));
            db.Loans.Add(Loan.Book(id, await booking.NextNumber(default), customer, device, terms, clock.Now, policy));
            var books = await ledger.OpenBooks(tenant.Currency, clock, default);
            ledger.Transfers.Add(Postings.LoanBooked(books, new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today, id), terms.Price, terms.Deposit));
            return id;
        }
    }

    [Allow(Permission.System)]
    public sealed class ReadAccounts(ILendingDb db)
    {
        public async Task<(string Said, string Replayed)> Handle(LoanId id)
        {
            var loan = await db.CopyLoan(id, default) ?? throw LendingRefusals.LoanNotFound();
            var said = Of(loan.Accounts());
            loan.Replay(loan.CaughtUpOn);
            return (said, Of(loan.Accounts()));
        }

        private static string Of(LoanAccounts accounts) =>
            string.Join(' ', accounts.Lines().Where(line => line.Debit != 0).OrderBy(line => line.Code, StringComparer.Ordinal).Select(line => $"{line.Code}:{line.Debit}"));
    }
}
