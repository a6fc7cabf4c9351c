using System.Globalization;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Schedules;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>A plan as it is typed, amounts in major units of the tenant's currency.</summary>
/// <param name="Price">What the device costs.</param>
/// <param name="Deposit">What is paid at the counter.</param>
/// <param name="Installments">How many installments.</param>
/// <param name="Every">Units between installments.</param>
/// <param name="Unit">Days, weeks or months.</param>
/// <param name="Method">How interest is reckoned.</param>
/// <param name="Rate">Percent a year.</param>
/// <param name="Grace">Days of grace.</param>
/// <param name="FirstDue">The first due date when it is not one period after today.</param>
public sealed record Plan(
    decimal Price, decimal Deposit, int Installments, int Every, RepayUnit Unit, InterestMethod Method, decimal Rate, int Grace,
    DateOnly? FirstDue = null)
{
    /// <summary>The terms this plan gives when the device is handed over on a day.</summary>
    /// <exception cref="Refusal">A code naming the field to mend.</exception>
    public LoanTerms Agree(Currency currency, DateOnly on) => new(
        Exact(Price, currency, "price"), Exact(Deposit, currency, "deposit"), Installments, Every, Unit, Method, Rate, Grace, on, FirstDue);

    private static Money Exact(decimal amount, Currency currency, string field) =>
        Money.Parse(amount.ToString(CultureInfo.InvariantCulture), currency, field);
}

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
}

/// <summary>Reckons the schedule of a plan before anything is agreed.</summary>
[Allow(Permission.Sell)]
public sealed class PreviewSchedule(TenantInfo tenant, TenantClock clock)
{
    /// <summary>The schedule, exactly as booking would fix it.</summary>
    /// <exception cref="Refusal">A code naming the field to mend.</exception>
    public Task<SchedulePreview> Handle(Plan plan, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var terms = plan.Agree(tenant.Currency, clock.Today);
        var schedule = terms.Schedule;
        return Task.FromResult(new SchedulePreview(
            schedule.Rows, schedule.Principal, schedule.Interest, schedule.Total, terms.Price, terms.Deposit,
            Math.Round(YearlyCost.Of(schedule).EuConsumerCredit, 1, MidpointRounding.ToEven)));
    }
}
