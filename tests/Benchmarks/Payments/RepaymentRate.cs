using System.Globalization;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>
/// A repayment through the door (idempotency key, allocation, receipt, postings, events and their deliveries) against a bare
/// transfer of two entries in SQL. Every repayment debits cash, so that account is hot; the loans are many, or one of twenty.
/// The portal stands still meanwhile, or else draws the consequences beside: then that is measured as well.
/// </summary>
internal static class RepaymentRate
{
    private const int Loans = 200;
    private const int Few = 20;

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var tenant = await stage.NewTenant("repay", sandbox: false, ct);
        await stage.Owner<object>(tenant, PostingRate.BareTables);
        var agent = Stage.As(Role.Agent, tenant);
        var loans = new LoanId[Loans];
        for (var n = 0; n < Loans; n++) loans[n] = await Sell(stage, agent, n, ct);
        var regions = stage.Get<Regions>();
        Task Bare(int _) => PostingRate.Transfer(regions, tenant, PostingRate.BareOf(Guid.CreateVersion7(), Guid.CreateVersion7()), ct);
        Task Pay(LoanId loan) => stage.Must(agent, (RecordCash u) => u.Handle(new(loan, "1", null, Guid.CreateVersion7().ToString()), ct), ct);
        Task Uniform(int _) => Pay(loans[Random.Shared.Next(Loans)]);
        Task OfFew(int _) => Pay(loans[Random.Shared.Next(Few)]);

        var span = TimeSpan.FromSeconds(stage.Options.Of(4, 2));
        foreach (var workers in new[] { 1, 16 })
        {
            await stage.Load.For(stage.WarmUp / 4, workers, Bare);
            await stage.Load.For(stage.WarmUp / 2, workers, Uniform);
            await Drawn(stage, tenant, ct);
            List<Run> bare = [], alone = [], few = [], beside = [];
            for (var round = 0; round < stage.Options.Rounds; round++)
            {
                bare.Add(await stage.Load.For(span, workers, Bare));
                await stage.Still(async () =>
                {
                    alone.Add(await stage.Load.For(span, workers, Uniform));
                    few.Add(await stage.Load.For(span, workers, OfFew));
                });
                await Drawn(stage, tenant, ct);
                beside.Add(await stage.Load.For(span, workers, Uniform));
                await Drawn(stage, tenant, ct);
            }

            report.Rates($"Repayments through the door against bare two-entry transfers, {workers} at once", Aim.Least(0.5), alone, bare);
            report.Rates($"The same with their consequences (receipts by message) drawn beside them, {workers} at once", null, beside, bare);
            report.Rates($"Repayments on {Few} loans against {Loans} loans, {workers} at once", Aim.Least(0.8), few, alone);
        }
    }

    // What one run left to be drawn is not to be drawn during the next.
    private static Task Drawn(Stage stage, TenantInfo tenant, CancellationToken ct) => Stage.Until(
        async () => await stage.Owner<long>(tenant, "select count(*) from deliveries where not dead") == 0, TimeSpan.FromMinutes(3), "consequences drawn", ct);

    private static async Task<LoanId> Sell(Stage stage, Caller agent, int n, CancellationToken ct)
    {
        var fourteen = string.Create(CultureInfo.InvariantCulture, $"35{n:000000000000}");
        var customer = await stage.Must(agent, (RegisterCustomer u) => u.Handle(new("Amina Wanjiru", $"+2547002{n:00000}", $"{28_000_000 + n}"), ct), ct);
        var device = await stage.Must(agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, "Nokia C32", fourteen + Imei.CheckDigit(fourteen), null), ct), ct);
        var plan = new Plan(100_000, 0, 12, 1, RepayUnit.Months, InterestMethod.Declining, 24, 3);
        return (await stage.Must(agent, (BookLoan u) => u.Handle(new(customer.Id, device, plan, $"repayment-{n:00000}"), ct), ct)).Loan;
    }
}
