using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>Payoff quotes and restructurings.</content>
public sealed partial class PlatformDb : IRestructuringDb
{
    DbSet<PayoffQuote> IRestructuringDb.PayoffQuotes => Set<PayoffQuote>();

    DbSet<RestructureRequest> IRestructuringDb.RestructureRequests => Set<RestructureRequest>();

    async Task<string> IRestructuringDb.NextQuoteNumber(CancellationToken ct)
    {
        var number = await Database.SqlQuery<long>($"select nextval('payoff_quote_numbers') as \"Value\"").SingleAsync(ct);
        return $"PQ-{number:D6}";
    }

    Task<Loan?> IRestructuringDb.ReadWithHistory(LoanId id, CancellationToken ct) =>
        Set<Loan>().AsNoTracking().Include(loan => loan.Transactions).AsSplitQuery().SingleOrDefaultAsync(loan => loan.Id == id, ct);

    Task<RestructureRequest?> IRestructuringDb.LockRequest(RestructureRequestId id, CancellationToken ct) =>
        Set<RestructureRequest>().FromSql($"select * from restructure_requests where id = {id.Value} for update").SingleOrDefaultAsync(ct);

    DbSet<ChosenRestructureLimits> IRestructuringDb.RestructureLimits => Set<ChosenRestructureLimits>();

    async Task<RestructureLimits> IRestructuringDb.Limits(Currency currency, CancellationToken ct)
    {
        var set = await Set<ChosenRestructureLimits>().AsNoTracking().SingleOrDefaultAsync(ct);
        return set is null ? RestructureLimits.Default(currency) : new RestructureLimits(new Money(set.OutstandingMinor, currency), set.MoreMonths);
    }

    Task<string?> IRestructuringDb.NameOf(string actor, CancellationToken ct) => Guid.TryParse(actor, out var id)
        ? Database.SqlQuery<string?>($"select display_name as \"Value\" from users where id = {id}").SingleOrDefaultAsync(ct)
        : Task.FromResult<string?>(null);
}
