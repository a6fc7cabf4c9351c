using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Notifications;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Notifications;

/// <summary>What every reaction that writes to a customer does alike: read the loan, word the text, write it once.</summary>
public abstract class CustomerMessages(INotificationsDb db, ILendingDb lending, TenantInfo tenant, TenantClock clock)
{
    /// <summary>The tenant's time.</summary>
    protected TenantClock Clock => clock;

    /// <summary>A loan with its installments; null when it is none of ours.</summary>
    protected async Task<Loan?> Read(LoanId? id, CancellationToken ct) =>
        id is null ? null : await lending.Loans.AsNoTracking().SingleOrDefaultAsync(loan => loan.Id == id, ct);

    /// <summary>Which of some kinds the customer was told last about a loan; null for none.</summary>
    protected Task<string?> LastTold(Loan loan, string[] kinds, CancellationToken ct) =>
        db.Messages.Where(message => message.LoanId == loan.Id && kinds.Contains(message.Kind))
            .OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Id)
            .Select(message => message.Kind).FirstOrDefaultAsync(ct);

    /// <summary>Writes a message to the customer of a loan, unless its key says that it was written before.</summary>
    protected async Task<Nothing> Write(
        Loan loan, string kind, string onceKey, Func<Wording, string, string> text, CancellationToken ct)
    {
        if (await db.Messages.AnyAsync(message => message.OnceKey == onceKey, ct)) return default;
        var customer = await lending.Customers.AsNoTracking().SingleAsync(known => known.Id == loan.CustomerId, ct);
        var body = text(new Wording(customer.Culture, tenant.Culture), tenant.Name);
        var to = new Addressee(MessageChannel.Sms, customer.Phone, customer.Id, loan.Id);
        db.Messages.Add(Message.Write(new MessageId(clock.NewId()), to, kind, onceKey, body, clock.Now));
        return default;
    }
}
