using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Lending;

/// <summary>Loans of all sorts, the same for the same seed, and what must be true of each whatever happened to it.</summary>
internal static class Portfolio
{
    /// <summary>Sells so many loans, of any sort.</summary>
    public static async Task<List<LoanId>> Fill(Shop shop, int seed, int count)
    {
        var (dice, loans) = (new Random(seed), new List<LoanId>());
        for (var n = 1; n <= count; n++)
        {
            var (customer, device) = (await shop.NewCustomer(), await shop.NewDevice());
            var number = $"R-{n:000}";
            var own = new Random(dice.Next());
            loans.Add((await shop.Run(Role.System, (BookAny u) => u.Handle(customer.Id, device, number, own))).Value);
        }

        return loans;
    }

    /// <summary>What is wrong with the loans: where replaying one gives other rows, or its accounts are not the ledger's. Empty when all is well.</summary>
    public static async Task<string> Faults(Shop shop) => (await shop.Run(Role.System, (FindFaults u) => u.Handle())).Value;

    /// <summary>All figures of all loans, as text.</summary>
    // Without expected loss: between ends of months it is as old as what last happened to the loan.
    public static Task<string> Figures(Shop shop) => shop.Read<string>("""
        select string_agg(concat_ws(' ', l.number, l.accrued_minor, l.total_minor, l.paid_minor, l.credit_minor, l.caught_up_on, l.next_due_on, l.state, (
            select string_agg(concat_ws(':', i.number, i.penalty_minor, i.paid_minor, i.total_minor), ',' order by i.number) from {s}.installments i where i.loan_id = l.id), (
            select string_agg(a.code || '=' || b.sum, ',' order by a.code) from (
                select account_id, sum(amount_minor) from {s}.ledger_entries e where e.loan_id = l.id group by account_id) b
            join {s}.ledger_accounts a on a.id = b.account_id where b.sum <> 0 and a.code not in ('1290', '5100'))), e'\n' order by l.number)
        from {s}.loans l
        """);

    private static LoanTerms AnyTerms(Random dice, Currency currency, DateOnly today)
    {
        while (true)
        {
            try
            {
                var unit = dice.Next(3) switch { 0 => RepayUnit.Days, 1 => RepayUnit.Weeks, _ => RepayUnit.Months };
                var installments = dice.Next(1, 9);
                return new LoanTerms(Of(dice.Next(2_000, 90_000)), Of(dice.Next(0, 1_000)), dice.Next(6), lent => new ScheduleTerms
                {
                    Disbursements = [new Disbursement(today, lent)],
                    Installments = installments,
                    RepayEvery = unit == RepayUnit.Days ? dice.Next(1, 20) : dice.Next(1, 3),
                    RepayUnit = unit,
                    InterestMethod = (InterestMethod)dice.Next(3),
                    AnnualRatePercent = dice.Next(0, 9_000) / 100m,
                    InterestCalculation = InterestCalculation.Daily,
                    DaysInYear = DaysInYear.Days365,
                    GraceOnInterestPayment = dice.Next(3) == 0 ? dice.Next(installments) : 0,
                    GraceOnPrincipal = dice.Next(4) == 0 ? dice.Next(installments) : 0,
                    FeePerInstallment = dice.Next(2) == 0 ? Of(dice.Next(1, 80)) : null,
                    TaxOnFeesPercent = dice.Next(2) == 0 ? 16 : 0,
                });
            }
            catch (Refusal)
            {
                // Not every combination is a plan; the next one may be.
            }
        }

        Money Of(int major) => Money.Round(major, currency, MidpointRounding.ToEven);
    }

    private static PenaltyPolicy AnyPenalty(Random dice)
    {
        var kind = (PenaltyKind)dice.Next(5);
        return new PenaltyPolicy(
            kind, (PenaltyScope)dice.Next(2), (PenaltyBase)dice.Next(3),
            amountMinor: kind is PenaltyKind.Flat or PenaltyKind.FlatPerDay ? dice.Next(1, 20_000) : 0,
            percent: kind is PenaltyKind.Percent or PenaltyKind.PercentPerDay ? dice.Next(1, 500) / 100m : 0,
            graceDays: dice.Next(5), maxCount: dice.Next(3) == 0 ? dice.Next(1, 6) : null, maxPercentOfPrincipal: dice.Next(2) == 0 ? 10 : null);
    }

    /// <summary>Books a loan of any sort.</summary>
    [Allow(Permission.System)]
    public sealed class BookAny(ILendingDb db, ILedgerDb ledger, TenantInfo tenant, TenantClock clock)
    {
        public async Task<LoanId> Handle(CustomerId customer, DeviceId device, string number, Random dice)
        {
            var terms = AnyTerms(dice, tenant.Currency, clock.Today);
            // A plan that asks for interest later than it is earned is not shrunk here.
            var handling = terms.Schedule.Rows.All(row => row.Earned == row.Interest) ? (AdvanceHandling)dice.Next(3) : (AdvanceHandling)dice.Next(2);
            var policy = new LoanPolicy(inAdvance: handling, penalty: AnyPenalty(dice));
            var loan = Loan.Book(new LoanId(clock.NewId()), number, customer, device, terms, clock.Now, policy);
            db.Loans.Add(loan);
            var books = await ledger.OpenBooks(tenant.Currency, clock, default);
            var posting = new Posting(new TransferId(clock.NewId()), clock.Now, clock.Today, loan.Id);
            ledger.Transfers.Add(Postings.LoanBooked(books, posting, terms.Price, terms.Deposit));
            return loan.Id;
        }
    }

    /// <summary>Compares every loan with its replay and with the ledger.</summary>
    [Allow(Permission.System)]
    public sealed class FindFaults(ILendingDb db, ILedgerDb ledger)
    {
        public async Task<string> Handle()
        {
            var faults = new List<string>();
            var codes = await ledger.Accounts.ToDictionaryAsync(a => a.Id, a => a.Code);
            foreach (var id in await db.Loans.OrderBy(l => l.Number).Select(l => l.Id).ToListAsync())
            {
                var loan = (await db.LockLoanWithHistory(id, default))!;
                var (before, through) = (Figures(loan), loan.CaughtUpOn);
                loan.Replay(through);
                if (before != Figures(loan)) faults.Add($"{loan.Number} through {through:MM-dd}: {before} but replayed {Figures(loan)}");
                var booked = (await ledger.Transfers.Where(t => t.LoanId == id).SelectMany(t => t.Entries).Select(e => new { e.AccountId, e.AmountMinor }).ToListAsync())
                    .GroupBy(e => codes[e.AccountId]).ToDictionary(g => g.Key, g => g.Sum(e => e.AmountMinor));
                faults.AddRange(loan.Accounts().Lines().Where(line => line.Debit != booked.GetValueOrDefault(line.Code))
                    .Select(line => $"{loan.Number} {line.Code}: {line.Debit} but booked {booked.GetValueOrDefault(line.Code)}"));
            }

            return string.Join('\n', faults);
        }

        private static string Figures(Loan loan) => $"{loan.AccruedMinor} {loan.CreditMinor} {loan.TotalMinor} {loan.PaidMinor} " + string.Join(
            ' ', loan.Installments.OrderBy(i => i.Number).Select(i => $"{i.Number}:{i.PenaltyMinor}/{i.PaidPenaltyMinor} {i.PaidFeeMinor} {i.PaidInterestMinor} {i.PaidPrincipalMinor}"));
    }
}
