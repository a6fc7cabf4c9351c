using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>Paying off and restructuring, on a real database.</summary>
public sealed class RestructureLoanTests
{
    private static readonly RestructurePlan Holiday = new() { Kind = RestructureKind.Holiday, Periods = 2 };

    private static readonly Plan Lent = new(3_500, 500, 6, 1, RepayUnit.Months, InterestMethod.Declining, 36, 2);

    [Fact]
    public async Task Paying_a_payoff_quote_pays_the_loan_off_and_its_accounts_are_empty()
    {
        await using var shop = await Opened();
        var loan = await shop.Of.Sell(Lent);
        shop.Of.Days(45);
        await shop.Of.CatchUp();
        var quote = await shop.Quote(loan);

        var paid = (await shop.Of.Run(Role.Agent, (PayPayoffQuote u) => u.Handle(new(quote.Id, "key-1"), default))).Value;
        var again = (await shop.Of.Run(Role.Agent, (PayPayoffQuote u) => u.Handle(new(quote.Id, "key-1"), default))).Value;
        var twice = await shop.Of.Run(Role.Agent, (PayPayoffQuote u) => u.Handle(new(quote.Id, "key-2"), default));

        Assert.True(quote.Parts.Rebate.Minor > 0 && paid.Balance.IsZero && again is { Again: true });
        Assert.Equal(paid.Payment, again.Payment);
        Assert.Equal("lending.payoff_quote_paid", twice.Refusal?.Code);
        Assert.Equal("LoanPaidOff:1 PayoffQuoted:1 RebateGiven:1", await shop.Of.Events("LoanPaidOff", "PayoffQuoted", "RebateGiven"));
        foreach (var account in new[] { "1200", "1210", "1220", "1230", "2100" }) Assert.Equal((account, 0L), (account, await shop.Of.Balance(account)));
    }

    [Fact]
    public async Task Any_payment_of_at_least_the_quoted_amount_pays_off_and_less_does_not()
    {
        await using var shop = await Opened();
        var (one, other) = (await shop.Of.Sell(Lent), await shop.Of.Sell(Lent));
        var quote = await shop.Quote(one, days: 10);
        await shop.Quote(other, days: 10);

        var off = await shop.Cash(one, quote.Amount.Amount);
        var less = await shop.Cash(other, quote.Amount.Amount - 0.01m);

        Assert.True(off.Value.Balance.IsZero);
        Assert.False(less.Value.Balance.IsZero);
        Assert.Equal(await shop.Of.Read<long>("select coalesce(sum(credit_minor), 0)::bigint from {s}.loans"), -await shop.Of.Balance("2100"));
    }

    [Fact]
    public async Task A_quote_is_refused_when_it_has_expired_is_too_far_or_the_loan_owes_more()
    {
        await using var shop = await Opened();
        var loan = await shop.Of.Sell(Lent);
        var quote = await shop.Quote(loan);
        shop.Of.Days(1);

        Assert.Equal("lending.payoff_quote_expired", (await shop.Of.Run(Role.Agent, (PayPayoffQuote u) => u.Handle(new(quote.Id, "k"), default))).Refusal?.Code);
        Assert.Equal("lending.payoff_quote_not_found", (await shop.Of.Run(Role.Agent, (PayPayoffQuote u) => u.Handle(new(new(Guid.NewGuid()), "k"), default))).Refusal?.Code);
        Assert.Equal("lending.payoff_day", (await shop.TryQuote(loan, shop.Today.AddDays(61))).Refusal?.Code);
        Assert.Equal("lending.payoff_day", (await shop.TryQuote(loan, shop.Today.AddDays(-1))).Refusal?.Code);
        Assert.Equal("lending.payoff_expiry", (await shop.TryQuote(loan, shop.Today, shop.Of.Portal.Time.GetUtcNow().AddDays(3))).Refusal?.Code);
        Assert.False((await shop.Cash(loan, quote.Amount.Amount)).Value.Balance.IsZero);

        var more = await shop.Quote(loan, days: 5);
        await shop.Of.Owner("update {s}.payoff_quotes set amount_minor = 100 where id = $1", more.Id.Value);
        Assert.Equal("lending.payoff_quote_outdated", (await shop.Of.Run(Role.Agent, (PayPayoffQuote u) => u.Handle(new(more.Id, "k"), default))).Refusal?.Code);

        await shop.Of.Pay(loan, 10_000);
        Assert.Equal("lending.payoff_nothing_owed", (await shop.TryQuote(loan, shop.Today)).Refusal?.Code);
    }

    [Fact]
    public async Task Applying_gives_what_was_previewed_and_the_ledger_follows()
    {
        foreach (var plan in new[]
                 {
                     Holiday, Holiday with { InterestRuns = false }, new() { Kind = RestructureKind.ReAge },
                     new() { Kind = RestructureKind.TopUp, TopUpMinor = 50_000 }, new() { Kind = RestructureKind.RateChange, AnnualRatePercent = 12, Capitalise = true },
                 })
        {
            await using var shop = await Opened();
            var loan = await shop.Of.Sell(Lent);
            shop.Of.Days(50);
            await shop.Of.CatchUp();
            var preview = (await shop.Preview(loan, plan)).Value.Preview;
            var done = (await shop.Restructure(loan, plan, preview.Version)).Value;

            Assert.Null(done.Request);
            Assert.Equal(preview.After.Select(row => (row.Number, row.DueOn, row.Total.Minor)), await shop.Rows(loan));
            Assert.Equal(await shop.Of.Read<long>("select sum(principal_minor - paid_principal_minor)::bigint from {s}.installments"), await shop.Of.Balance("1200"));
            Assert.Equal(
                await shop.Of.Read<long>("select (l.accrued_minor - l.capitalised_minor - (select sum(paid_interest_minor + waived_interest_minor) from {s}.installments))::bigint from {s}.loans l"),
                await shop.Of.Balance("1210"));
            Assert.Equal("lending.restructure_loan_changed", (await shop.Restructure(loan, plan, preview.Version)).Refusal?.Code);
        }
    }

    [Fact]
    public async Task Undoing_restores_the_rows_and_takes_a_top_up_back()
    {
        await using var shop = await Opened();
        var loan = await shop.Of.Sell(Lent);
        var (rows, cash) = (await shop.Rows(loan), await shop.Of.Balance("1000"));
        await shop.Restructure(loan, new() { Kind = RestructureKind.TopUp, TopUpMinor = 50_000 });
        Assert.Equal(cash - 50_000, await shop.Of.Balance("1000"));
        await shop.Of.Pay(loan, 500);

        Assert.Equal(RestructureKind.TopUp, (await shop.Show(loan)).Restructured);
        Assert.Null((await shop.Of.Run(Role.MerchantAdmin, (UndoRestructure u) => u.Handle(new(loan, "Mistake"), default))).Refusal);
        Assert.Null((await shop.Show(loan)).Restructured);
        Assert.Equal(rows, await shop.Rows(loan));
        Assert.Equal(cash + 50_000, await shop.Of.Balance("1000"));
        Assert.Equal("lending.restructure_none", (await shop.Of.Run(Role.MerchantAdmin, (UndoRestructure u) => u.Handle(new(loan, "Mistake"), default))).Refusal?.Code);
    }

    [Fact]
    public async Task Beyond_the_limit_a_second_person_decides_and_never_the_first()
    {
        await using var shop = await Opened();
        await shop.Of.Run(Role.MerchantAdmin, (SetRestructureLimits u) => u.Handle("1000", 12, default));
        var loan = await shop.Of.Sell(Lent);
        var rows = await shop.Rows(loan);
        Assert.True((await shop.Preview(loan, Holiday)).Value.NeedsSecond);
        var request = (await shop.Restructure(loan, Holiday)).Value.Request!.Value;

        Assert.Equal(rows, await shop.Rows(loan));
        Assert.Equal((1, false), await shop.Waiting());
        Assert.Equal("lending.restructure_same_person", (await shop.As("first", (ApproveRestructure u) => u.Handle(request, default))).Refusal?.Code);
        Assert.Equal("lending.restructure_same_person", (await shop.As("first", (DeclineRestructure u) => u.Handle(request, "Not now", default))).Refusal?.Code);
        Assert.Single((await shop.As("second", (ListRestructureRequests u) => u.Handle(default))).Value.Rows, row => row is { Own: false, Kind: RestructureKind.Holiday });
        Assert.Null((await shop.As("second", (ApproveRestructure u) => u.Handle(request, default))).Refusal);
        Assert.NotEqual(rows, await shop.Rows(loan));
        Assert.Equal((0, true), await shop.Waiting());
        Assert.Equal("lending.restructure_request_closed", (await shop.As("third", (ApproveRestructure u) => u.Handle(request, default))).Refusal?.Code);
        Assert.Empty((await shop.As("second", (ListRestructureRequests u) => u.Handle(default))).Value.Rows);
    }

    [Fact]
    public async Task A_request_ends_after_seven_days_when_the_loan_changed_or_when_declined()
    {
        await using var shop = await Opened();
        await shop.Of.Run(Role.MerchantAdmin, (SetRestructureLimits u) => u.Handle("1000", 12, default));
        var loan = await shop.Of.Sell(Lent);
        var (old, changed, declined) = ((await shop.Restructure(loan, Holiday)).Value.Request!.Value, default(RestructureRequestId), default(RestructureRequestId));
        shop.Of.Days(7);
        Assert.Equal(0, (await shop.Waiting()).Requests);
        Assert.Equal("lending.restructure_request_closed", (await shop.As("second", (ApproveRestructure u) => u.Handle(old, default))).Refusal?.Code);

        changed = (await shop.Restructure(loan, Holiday)).Value.Request!.Value;
        await shop.Of.Pay(loan, 100);
        Assert.Equal("lending.restructure_loan_changed", (await shop.As("second", (ApproveRestructure u) => u.Handle(changed, default))).Refusal?.Code);

        declined = (await shop.Restructure(loan, Holiday)).Value.Request!.Value;
        Assert.Equal("lending.restructure_reason_invalid", (await shop.As("second", (DeclineRestructure u) => u.Handle(declined, "", default))).Refusal?.Code);
        Assert.Null((await shop.As("second", (DeclineRestructure u) => u.Handle(declined, "Not now", default))).Refusal);
        Assert.Equal("lending.restructure_request_not_found", (await shop.As("second", (ApproveRestructure u) => u.Handle(new(Guid.NewGuid()), default))).Refusal?.Code);
        Assert.Equal("RestructureDeclined:1 RestructureRequested:3", await shop.Of.Events("RestructureRequested", "RestructureDeclined", "LoanRestructured"));
    }

    [Fact]
    public async Task A_re_aged_loan_is_current_again_and_its_lock_moves()
    {
        await using var shop = await Opened();
        var loan = await shop.Of.Sell(Lent);
        shop.Of.Days(60);
        await shop.Of.CatchUp();
        Assert.Equal("grace_ended", await shop.Of.Read<string>("select standing from {s}.loans"));

        await shop.Restructure(loan, new() { Kind = RestructureKind.ReAge });

        Assert.Equal("current", await shop.Of.Read<string>("select standing from {s}.loans"));
        Assert.Equal("LoanBecameCurrent:1 LoanRestructured:1 LockDateMoved:2", await shop.Of.Events("LoanBecameCurrent", "LoanRestructured", "LockDateMoved"));
    }

    private static async Task<Counter> Opened() => new(await Shop.Open());

    private sealed record Counter(Shop Of) : IAsyncDisposable
    {
        public DateOnly Today => DateOnly.FromDateTime(Of.Portal.Time.GetUtcNow().AddHours(3).DateTime);

        public ValueTask DisposeAsync() => Of.Portal.DisposeAsync();

        public Task<Outcome<PayoffQuoteRow>> TryQuote(LoanId loan, DateOnly on, DateTimeOffset? until = null) =>
            Of.Run(Role.Agent, (QuotePayoff u) => u.Handle(new(loan, on, until), default));

        public async Task<PayoffQuoteRow> Quote(LoanId loan, int days = 0) => (await TryQuote(loan, Today.AddDays(days))).Value;

        public Task<Outcome<RecordCash.Recorded>> Cash(LoanId loan, decimal amount) =>
            Of.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, amount.ToString(System.Globalization.CultureInfo.InvariantCulture)), default));

        public Task<Outcome<PreviewRestructure.Answer>> Preview(LoanId loan, RestructurePlan plan) => As("first", (PreviewRestructure u) => u.Handle(loan, plan, null, default));

        public async Task<Outcome<RestructureLoan.Done>> Restructure(LoanId loan, RestructurePlan plan, int? version = null)
        {
            version ??= (await Preview(loan, plan)).Value.Preview.Version;
            return await As("first", (RestructureLoan u) => u.Handle(new(loan, plan, "Agreed at the counter", version.Value), default));
        }

        public Task<Outcome<T>> As<TUse, T>(string who, Func<TUse, Task<T>> use)
            where TUse : notnull => Of.Portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, Of.Tenant) with { ActorId = who }, use, default);

        public async Task<LoanPage> Show(LoanId loan) => (await Of.Run(Role.Agent, (ShowLoan u) => u.Handle(loan, default))).Value;

        public async Task<(int Requests, bool Quiet)> Waiting()
        {
            var today = (await Of.Run(Role.Agent, (MerchantToday u) => u.Handle(default))).Value;
            return (today.Restructurings, today.AllQuiet);
        }

        public async Task<List<(int, DateOnly, long)>> Rows(LoanId loan)
        {
            var shown = await Show(loan);
            return [.. shown.Rows.Select(row => (row.Number, row.DueOn, row.Total.Minor)).Where(row => row.Minor > 0)];
        }
    }
}
