using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Restructurings that wait for a second person, the oldest first.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ListRestructureRequests(IRestructuringDb restructuring, ILendingDb db, TenantInfo tenant, TenantClock clock, Caller caller)
{
    private const int Most = 100;

    /// <summary>One that waits.</summary>
    /// <param name="Id">The request.</param>
    /// <param name="Loan">The loan.</param>
    /// <param name="Number">Its contract number.</param>
    /// <param name="Customer">Who owes it.</param>
    /// <param name="Kind">In what way.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="At">When it was asked.</param>
    /// <param name="ExpiresAt">Until when it waits.</param>
    /// <param name="Own">True when the reader asked for it, and cannot decide.</param>
    public sealed record Row(
        RestructureRequestId Id, LoanId Loan, string Number, string Customer, RestructureKind Kind, string Reason, DateTimeOffset At, DateTimeOffset ExpiresAt, bool Own);

    /// <summary>All that wait.</summary>
    /// <param name="Rows">The oldest first.</param>
    /// <param name="Now">The tenant's present.</param>
    /// <param name="Zone">The tenant's zone.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, DateTimeOffset Now, TimeZoneInfo Zone);

    /// <summary>What waits.</summary>
    public async Task<Page> Handle(CancellationToken ct)
    {
        var now = clock.Now;
        var waiting = await (
            from request in restructuring.Waiting(now)
            join loan in db.Loans on request.LoanId equals loan.Id
            join customer in db.Customers on loan.CustomerId equals customer.Id
            orderby request.RequestedAt
            select new { request.Id, LoanId = loan.Id, loan.Number, customer.Name, request.Plan, request.Reason, request.RequestedAt, request.RequestedBy })
            .Take(Most).ToListAsync(ct);
        return new Page(
            waiting.ConvertAll(r => new Row(
                r.Id, r.LoanId, r.Number, r.Name, r.Plan.Kind, r.Reason, r.RequestedAt, r.RequestedAt.AddDays(RestructureRequest.Days), r.RequestedBy == caller.ActorId)),
            now, tenant.TimeZone);
    }
}
