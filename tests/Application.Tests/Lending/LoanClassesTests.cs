using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>Loans that go badly, on real tables: what each step posts, line by line, and what is refused.</summary>
public sealed class LoanClassesTests : IAsyncLifetime
{
    private Shop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await Shop.Open();

    public ValueTask DisposeAsync() => _shop.Portal.DisposeAsync();

    [Fact]
    public async Task A_loan_given_up_recovered_in_part_and_written_back_posts_these_lines()
    {
        var loan = await _shop.Sell();
        _shop.Days(125);
        await _shop.CatchUp();
        Assert.Equal("defaulted", await _shop.Read<string>("select class from {s}.loans"));

        // The closes of the days in between have provided for it, class by class; nothing is left to add.
        Assert.Equal((300_000L, -300_000L), (await _shop.Balance("5100"), await _shop.Balance("1290")));
        Assert.Equal(0, await Provision());

        Assert.Null((await Act((ChargeOffLoan u) => u.Handle(new(loan, "Moved away"), default))).Refusal);
        Assert.Equal("1290 300000, 1200 -300000", await Last("charged_off"));
        Assert.Equal((0L, 0L, 0L), (await _shop.Balance("1200"), await _shop.Balance("1290"), await _shop.Balance("5000")));
        Assert.Equal(300_000, await _shop.Read<long>("select total_minor - paid_minor from {s}.loans"));

        Assert.Empty(await _shop.Proof());
        await _shop.Pay(loan, 500);
        Assert.Equal("1000 50000, 4400 -50000", await Last("recovered"));
        Assert.Equal("recovery", await _shop.Read<string>("select kind from {s}.loan_transactions order by sequence desc limit 1"));

        Assert.Null((await Act((WriteBackLoan u) => u.Handle(new(loan, "Found again"), default))).Refusal);
        Assert.Equal("1200 250000, 4400 50000, 1290 -300000", await Last("written_back"));
        Assert.Equal("1290 50000, 5100 -50000", await Last("provisioned"));
        Assert.Equal((250_000L, -250_000L, 0L), (await _shop.Balance("1200"), await _shop.Balance("1290"), await _shop.Balance("4400")));

        await _shop.Pay(loan, 2_500);
        Assert.Equal((0L, 0L, 0L), (await _shop.Balance("1200"), await _shop.Balance("1290"), await _shop.Balance("5100")));
        Assert.Equal("LoanChargedOff:1 LoanDefaultLifted:1 LoanDefaulted:2 LoanPaidOff:1 LoanWrittenBack:1", await _shop.Events("LoanChargedOff", "LoanDefaulted", "LoanDefaultLifted", "LoanPaidOff", "LoanWrittenBack"));
    }

    [Fact]
    public async Task The_page_of_a_loan_given_up_shows_what_still_came_and_where_it_went()
    {
        var loan = await _shop.Sell();
        Assert.Null((await Act((ChargeOffLoan u) => u.Handle(new(loan, "Moved away"), default))).Refusal);

        var paid = await _shop.Run(Role.Agent, (RecordCash u) => u.Handle(new(loan, "500"), default));

        var shown = await Shown(loan);
        Assert.Equal((50_000L, 250_000L), (shown.Paid.Minor, shown.Balance.Minor));
        Assert.Equal(paid.Value.Payment, Assert.Single(shown.Rows[0].Payments).Payment);
    }

    [Fact]
    public async Task What_the_allowance_does_not_bear_is_a_loss()
    {
        var loan = await _shop.Sell(Shop.Plan() with { Method = InterestMethod.Flat, Rate = 24 });
        _shop.Days(40);
        await _shop.CatchUp();
        await Provision();
        var (principal, interest, allowance) = (await _shop.Balance("1200"), await _shop.Balance("1210"), -await _shop.Balance("1290"));
        Assert.Equal((300_000L, true), (principal, interest > 0));
        Assert.Equal((((principal + interest) * 500) + 5_000) / 10_000, allowance);

        Assert.Null((await Act((ChargeOffLoan u) => u.Handle(new(loan, "Moved away"), default))).Refusal);
        Assert.Equal($"1290 {allowance}, 5000 {principal + interest - allowance}, 1200 -{principal}, 1210 -{interest}", await Last("charged_off"));
    }

    [Fact]
    public async Task What_the_close_of_a_day_sets_aside_is_what_a_touched_loan_says()
    {
        foreach (var (days, paid, pause, inDefault) in new[] { (0, 0m, 0, false), (35, 0m, 0, false), (45, 700m, 20, false), (70, 1_200m, 0, true), (130, 0m, 30, false) })
        {
            var loan = await _shop.Sell(Shop.Plan() with { Method = InterestMethod.Declining, Rate = 30 });
            _shop.Days(days);
            await _shop.CatchUp();
            if (paid > 0) await _shop.Pay(loan, paid);
            if (pause > 0) Assert.Null((await Act((PauseLoan u) => u.Handle(new(loan, null, Today.AddDays(pause), "Dispute"), default))).Refusal);
            if (inDefault) Assert.Null((await Act((DefaultLoan u) => u.Handle(new(loan, "Fraud"), default))).Refusal);
            _shop.Days(3);
            await _shop.CatchUp();
        }

        await Provision();
        foreach (var (id, number) in await Numbers())
        {
            var bySets = await _shop.Read<long>("select provision_minor from {s}.loans where number = $1", number);
            var byTouch = (await _shop.Run(Role.System, (Touch u) => u.Handle(id))).Value;
            Assert.True(bySets == byTouch, $"{number}: by sets {bySets}, by touch {byTouch}");
        }

        Assert.Equal(0, await Provision());
        Assert.Equal(-await _shop.Balance("1290"), await _shop.Read<long>("select sum(provision_minor)::bigint from {s}.loans"));
        Assert.Equal(-await _shop.Balance("1290"), await _shop.Balance("5100"));
        Assert.Empty(await _shop.Proof());
    }

    [Fact]
    public async Task A_paused_loan_stands_still_and_goes_on_from_where_it_stood()
    {
        var loan = await _shop.Sell(Shop.Plan(installments: 1, grace: 5, unit: RepayUnit.Weeks));
        _shop.Days(9);
        await _shop.CatchUp();
        var lockOn = (await Shown(loan)).LockOn!.Value;
        Assert.Null((await Act((PauseLoan u) => u.Handle(new(loan, null, Today.AddDays(30), "Dispute"), default))).Refusal);
        Assert.Equal(lockOn.AddDays(30), (await Shown(loan)).LockOn);

        _shop.Days(20);
        await _shop.CatchUp();
        Assert.Equal((2, LoanStanding.Overdue), ((await Shown(loan)).DaysPastDue, (await Shown(loan)).Standing));
        Assert.Equal((2, LoanStanding.Overdue), ((await Listed(LoanFilter.Overdue)).Single().DaysPastDue, (await Listed(LoanFilter.Overdue)).Single().Standing));
        Assert.NotNull((await Class(loan)).Pause);

        Assert.Null((await Act((ResumeLoan u) => u.Handle(new(loan, "Settled"), default))).Refusal);
        Assert.Equal(lockOn.AddDays(20), (await Shown(loan)).LockOn);
        _shop.Days(4);
        await _shop.CatchUp();
        Assert.Equal((6, LoanStanding.GraceEnded), ((await Shown(loan)).DaysPastDue, (await Shown(loan)).Standing));
        Assert.Equal("GraceEnded:1 InstallmentOverdue:1 LoanPaused:1 LoanResumed:1", await _shop.Events("GraceEnded", "InstallmentOverdue", "LoanPaused", "LoanResumed"));
    }

    [Fact]
    public async Task Loans_are_listed_by_class()
    {
        foreach (var days in new[] { 100, 35, 20 })
        {
            await _shop.Sell();
            _shop.Days(days);
        }

        await _shop.Sell();
        await _shop.CatchUp();
        var late = (await Listed(LoanFilter.All)).Select(row => row.DaysPastDue).Order().ToList();
        Assert.Equal([0, 0, 25, 124], late);
        Assert.Equal("0:2 1-30:1 31-60:0 61-90:0 91+:1", await ByBucket());
        var current = (await Listed(LoanFilter.Current))[0].Id;
        Assert.Null((await Act((DefaultLoan u) => u.Handle(new(current, "Fraud"), default))).Refusal);
        Assert.Equal("0:1 1-30:1 31-60:0 61-90:0 91+:2", await ByBucket());
        Assert.Equal("lending.bucket_unknown", (await _shop.Run(Role.Agent, (ListLoans u) => u.Handle(new(Bucket: "5-9"), default))).Refusal?.Code);
    }

    [Fact]
    public async Task Classes_are_chosen_and_the_same_again_changes_nothing()
    {
        var mine = new List<LoanBucket> { new(0, 14, 1, 0), new(15, null, 3, 7_500) };
        Assert.Null((await _shop.Run(Role.MerchantAdmin, (ChooseBuckets u) => u.Handle(new(mine), default))).Refusal);
        Assert.Null((await _shop.Run(Role.MerchantAdmin, (ChooseBuckets u) => u.Handle(new(mine), default))).Refusal);
        Assert.Equal(new LoanBuckets(mine), (await _shop.Run(Role.Agent, (ShowBuckets u) => u.Handle(default))).Value);
        Assert.Equal("LoanBucketsChanged:1", await _shop.Events("LoanBucketsChanged"));
        Assert.Equal("lending.bucket_gap", (await _shop.Run(Role.MerchantAdmin, (ChooseBuckets u) => u.Handle(new([new(1, null, 1, 0)]), default))).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await _shop.Run(Role.Agent, (ChooseBuckets u) => u.Handle(new(mine), default))).Refusal?.Code);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_name()
    {
        var loan = await _shop.Sell();
        async Task Refused<TUse>(string code, Func<TUse, Task<Nothing>> use)
            where TUse : notnull => Assert.Equal(code, (await Act(use)).Refusal?.Code);
        await Refused("lending.reason_needed", (ChargeOffLoan u) => u.Handle(new(loan, " "), default));
        await Refused("lending.loan_not_found", (ChargeOffLoan u) => u.Handle(new(new(Guid.NewGuid()), "Moved away"), default));
        await Refused("lending.not_charged_off", (WriteBackLoan u) => u.Handle(new(loan, "Found again"), default));
        await Refused("lending.not_defaulted", (LiftDefault u) => u.Handle(new(loan, "A mistake"), default));
        await Refused("lending.not_paused", (ResumeLoan u) => u.Handle(new(loan, "Settled"), default));
        await Refused("lending.pause_dates", (PauseLoan u) => u.Handle(new(loan, null, Today, "Dispute"), default));
        await Refused("lending.pause_dates", (PauseLoan u) => u.Handle(new(loan, Today.AddDays(1), Today.AddDays(3), "Dispute"), default));
        await Refused("lending.pause_dates", (PauseLoan u) => u.Handle(new(loan, null, Today.AddDays(367), "Dispute"), default));
        Assert.Null((await Act((PauseLoan u) => u.Handle(new(loan, null, Today.AddDays(5), "Dispute"), default))).Refusal);
        await Refused("lending.pause_overlaps", (PauseLoan u) => u.Handle(new(loan, null, Today.AddDays(9), "Dispute"), default));
        Assert.Null((await Act((DefaultLoan u) => u.Handle(new(loan, "Fraud"), default))).Refusal);
        await Refused("lending.defaulted_already", (DefaultLoan u) => u.Handle(new(loan, "Fraud"), default));
        Assert.Null((await Act((LiftDefault u) => u.Handle(new(loan, "A mistake"), default))).Refusal);
        _shop.Days(140);
        await _shop.CatchUp();
        await Refused("lending.default_by_days", (LiftDefault u) => u.Handle(new(loan, "A mistake"), default));
        Assert.Null((await Act((ChargeOffLoan u) => u.Handle(new(loan, "Moved away"), default))).Refusal);
        await Refused("lending.charged_off_already", (ChargeOffLoan u) => u.Handle(new(loan, "Moved away"), default));
        await Refused("lending.charged_off_already", (DefaultLoan u) => u.Handle(new(loan, "Fraud"), default));
        await _shop.Pay(loan, 3_000);
        await Refused("lending.paid_off_already", (WriteBackLoan u) => u.Handle(new(loan, "Found again"), default));
        await Refused("lending.paid_off_already", (PauseLoan u) => u.Handle(new(loan, null, Today.AddDays(5), "Dispute"), default));
        Assert.Equal("identity.not_allowed", (await _shop.Run(Role.Agent, (ChargeOffLoan u) => u.Handle(new(loan, "Moved away"), default))).Refusal?.Code);
    }

    private DateOnly Today => DateOnly.FromDateTime(_shop.Portal.Time.GetUtcNow().UtcDateTime.AddHours(3));

    private Task<Outcome<T>> Act<TUse, T>(Func<TUse, Task<T>> use)
        where TUse : notnull => _shop.Run(Role.MerchantAdmin, use);

    private async Task<LoanPage> Shown(LoanId id) => (await _shop.Run(Role.Agent, (ShowLoan u) => u.Handle(id, default))).Value;

    private async Task<ShowLoanClass.Standing> Class(LoanId id) => (await _shop.Run(Role.Agent, (ShowLoanClass u) => u.Handle(id, default))).Value;

    private async Task<IReadOnlyList<ListLoans.Row>> Listed(LoanFilter filter) => (await _shop.Run(Role.Agent, (ListLoans u) => u.Handle(new(filter), default))).Value.Rows;

    private async Task<string> ByBucket()
    {
        var said = new List<string>();
        foreach (var bucket in LoanBuckets.Default.All)
        {
            var page = (await _shop.Run(Role.Agent, (ListLoans u) => u.Handle(new(Bucket: bucket.Label), default))).Value;
            Assert.Equal(page.Count, page.Rows.Count);
            Assert.All(page.Rows, row => Assert.Equal(bucket, page.Buckets.Of(row.DaysPastDue, row.Class)));
            said.Add($"{bucket.Label}:{page.Count}");
        }

        return string.Join(' ', said);
    }

    private async Task<int> Provision() => (await _shop.Run(Role.System, (ProvisionAll u) => u.Handle())).Value;

    private async Task<IReadOnlyList<(LoanId Id, string Number)>> Numbers() => [.. (await Listed(LoanFilter.All)).Select(row => (row.Id, row.Number))];

    private Task<string> Last(string kind) => _shop.LastLines(kind);

    /// <summary>What the day close does with a set of loans.</summary>
    [Allow(Permission.System)]
    public sealed class ProvisionAll(ILendingDb db, ILoanClassesDb classes, TenantClock clock)
    {
        public async Task<int> Handle() =>
            await classes.ProvisionLoans([.. db.Loans.Select(loan => loan.Id)], clock.Today, await classes.BucketsNow(default), clock, default);
    }

    /// <summary>What a loan says when it is touched; nothing is kept.</summary>
    [Allow(Permission.System)]
    public sealed class Touch(ILendingDb db, ILoanClassesDb classes, TenantClock clock)
    {
        public async Task<long> Handle(LoanId id)
        {
            var loan = db.Loans.Single(l => l.Id == id);
            loan.ProvideFor(await classes.BucketsNow(default), clock.Today);
            loan.TakeMovements();
            return loan.ProvisionMinor;
        }
    }
}
