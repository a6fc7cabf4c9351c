using Paylatch.Application.Compliance;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>What a plan comes to.</summary>
/// <param name="Rows">The installments.</param>
/// <param name="Principal">What is lent.</param>
/// <param name="Interest">All interest.</param>
/// <param name="Total">All installments together, without the deposit.</param>
/// <param name="Price">What the device costs.</param>
/// <param name="Deposit">What is paid at the counter.</param>
/// <param name="YearlyCostPercent">What borrowing costs in percent a year, effective; zero without interest.</param>
public sealed record SchedulePreview(
    IReadOnlyList<ScheduleRow> Rows, Money Principal, Money Interest, Money Total, Money Price, Money Deposit, decimal YearlyCostPercent)
{
    /// <summary>The regular installment.</summary>
    public Money Installment => Rows[0].Total;

    /// <summary>What a customer pays for the device altogether.</summary>
    public Money Altogether => Total + Deposit;

    /// <summary>All fees.</summary>
    public Money Fees => new(Rows.Sum(row => row.Fees.Minor), Total.Currency);

    /// <summary>All tax.</summary>
    public Money Tax => new(Rows.Sum(row => row.Tax.Minor), Total.Currency);

    /// <summary>Days of grace before the device locks.</summary>
    public int GraceDays { get; init; }

    /// <summary>From terms that were agreed.</summary>
    public static SchedulePreview Of(LoanTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var schedule = terms.Schedule;
        return new SchedulePreview(
            schedule.Rows, schedule.Principal, schedule.Interest, schedule.Total, terms.Price, terms.Deposit,
            Math.Round(YearlyCost.Of(schedule).EuConsumerCredit, 1, MidpointRounding.ToEven)) { GraceDays = terms.GraceDays };
    }
}

/// <summary>Reckons the schedule of an offer before anything is agreed.</summary>
[Allow(Permission.Sell)]
public sealed class PreviewSchedule(IProductsDb products, ILimitsDb limits, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The schedule, exactly as booking would fix it.</summary>
    /// <exception cref="Refusal">A code naming the field to mend.</exception>
    public async Task<SchedulePreview> Handle(Offer offer, CancellationToken ct) =>
        SchedulePreview.Of((await products.Agree(limits, offer, tenant, clock, ct)).Terms);
}
