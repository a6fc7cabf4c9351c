using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>
/// The portfolio: what is owed now, how it aged, what came against what was due, and how each month's loans go. Now is read
/// from the loans themselves; the past from the days that were counted (<see cref="CountPortfolioDays"/>), because going
/// through every installment of 200,000 loans once for each point of a curve would take a minute.
/// </summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowPortfolio(IPortfolioDb db, ILoanClassesDb classes, IProductsDb products, TenantInfo tenant, TenantClock clock)
{
    private const int MostMonths = 36;

    private const int MostPoints = 60;

    private const int MostProducts = 200;

    /// <summary>What of it.</summary>
    /// <param name="From">From which day on; a year back when left out.</param>
    /// <param name="To">To which day; today when left out or later.</param>
    /// <param name="Step">At which days the past is shown.</param>
    /// <param name="Kind">Only loans for devices of this kind; null or empty for all.</param>
    /// <param name="Product">Only loans sold by this product; null for all.</param>
    public sealed record Query(
        DateOnly? From = null, DateOnly? To = null, PortfolioStep Step = PortfolioStep.Month, string? Kind = null, ProductId? Product = null);

    /// <summary>Reads it.</summary>
    /// <exception cref="Refusal"><c>lending.period_invalid</c>, <c>lending.device_kind_unknown</c>, <c>lending.product_not_found</c></exception>
    public async Task<PortfolioPage> Handle(Query q, CancellationToken ct)
    {
        var today = clock.Today;
        var to = q.To is { } last && last < today ? last : today;
        var from = q.From ?? PortfolioDays.StartOfMonth(to).AddMonths(-12);
        if (from > to || from < to.AddMonths(-MostMonths - 1)) throw LendingRefusals.PeriodInvalid(MostMonths);
        var kinds = await db.Kinds(ct);
        var kind = string.IsNullOrWhiteSpace(q.Kind) ? null : q.Kind;
        if (kind is not null && !kinds.Contains(kind)) throw LendingRefusals.DeviceKindUnknown(kind);
        var sold = await products.Products.OrderBy(p => p.Name).ThenBy(p => p.Id).Take(MostProducts).Select(p => new SoldProduct(p.Id, p.Name)).ToListAsync(ct);
        if (q.Product is { } product && sold.All(p => p.Id != product)) throw LendingRefusals.ProductNotFound();

        var (part, buckets) = (new PortfolioPart(kind, q.Product), await classes.BucketsNow(ct));
        var now = await db.Now(today, part, buckets, ct);
        var over = to == today ? today.AddDays(-1) : to;
        var then = await db.Then([.. tenant.Ends(q.Step, from, over).TakeLast(MostPoints)], part, buckets, ct);
        if (to == today) then = [.. then, .. now.Select(n => new StandThen(today, n.DaysFrom, n.Loans, n.PrincipalMinor, n.LateMinor, n.RiskMinor))];
        return new PortfolioPage(
            today, from, to, q.Step, part, kinds, sold, tenant.Currency, buckets, now, await db.LockedDevices(part, ct), then,
            await db.Collected(PortfolioDays.StartOfMonth(from), to, part, ct),
            await db.Vintages(PortfolioDays.StartOfMonth(from), tenant.Ends(PortfolioStep.Month, from, over), part, ct));
    }
}

/// <summary>A product loans are sold by.</summary>
/// <param name="Id">The product.</param>
/// <param name="Name">Its name.</param>
public sealed record SoldProduct(ProductId Id, string Name);

/// <summary>The portfolio as it is shown.</summary>
/// <param name="Today">The tenant's today.</param>
/// <param name="From">The first day shown.</param>
/// <param name="To">The last.</param>
/// <param name="Step">At which days the past is shown.</param>
/// <param name="Part">What it is narrowed to.</param>
/// <param name="Kinds">Kinds there are.</param>
/// <param name="Products">Products there are, by name.</param>
/// <param name="Currency">The currency of every sum.</param>
/// <param name="Classes">The classes the merchant has chosen; the past is grouped by them as well.</param>
/// <param name="Now">As it stands, by class.</param>
/// <param name="LockedDevices">How many devices are locked.</param>
/// <param name="Ageing">How the days shown ended, by class, the oldest first; today as it stands.</param>
/// <param name="Months">Asked and collected by month.</param>
/// <param name="Vintages">Loans by month of booking, at the ends of months.</param>
public sealed record PortfolioPage(
    DateOnly Today, DateOnly From, DateOnly To, PortfolioStep Step, PortfolioPart Part, IReadOnlyList<string> Kinds, IReadOnlyList<SoldProduct> Products, Currency Currency,
    LoanBuckets Classes, IReadOnlyList<StandNow> Now, int LockedDevices, IReadOnlyList<StandThen> Ageing, IReadOnlyList<MonthSums> Months,
    IReadOnlyList<VintageStand> Vintages)
{
    /// <summary>Principal owed now.</summary>
    public Money Principal => new(Now.Sum(n => n.PrincipalMinor), Currency);

    /// <summary>Interest accrued and not paid.</summary>
    public Money Interest => new(Now.Sum(n => n.InterestMinor), Currency);

    /// <summary>Fees and tax that fell due and are not paid.</summary>
    public Money Fees => new(Now.Sum(n => n.FeesMinor), Currency);

    /// <summary>Penalties charged and not paid.</summary>
    public Money Penalties => new(Now.Sum(n => n.PenaltiesMinor), Currency);

    /// <summary>What is past due.</summary>
    public Money Late => new(Now.Sum(n => n.LateMinor), Currency);

    /// <summary>Loans being paid.</summary>
    public int ActiveLoans => Now.Sum(n => n.Loans);

    /// <summary>Loans with something past due.</summary>
    public int LateLoans => Now.Sum(n => n.LateLoans);

    /// <summary>The part of the principal owed that is on loans more than thirty days late; null when nothing is owed.</summary>
    public decimal? Par30 => Principal.IsZero ? null : (decimal)Now.Sum(n => n.RiskMinor) / Principal.Minor;
}
