using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Shows a customer's national id in full. Who looked and why is in the log.</summary>
[Allow(Permission.RevealPersonalData)]
public sealed class RevealNationalId(ILendingDb db, IPersonalData personal, IEventLog log)
{
    /// <summary>Whose and why.</summary>
    /// <param name="Customer">The customer.</param>
    /// <param name="Reason">Why it is needed, 3 to 300 characters.</param>
    public sealed record Command(CustomerId Customer, string? Reason);

    /// <summary>The national id.</summary>
    /// <exception cref="Refusal"><c>lending.customer_not_found</c>, <c>lending.reveal_reason_invalid</c></exception>
    public async Task<string> Handle(Command c, CancellationToken ct)
    {
        var why = c.Reason?.Trim() is { Length: >= 3 and <= 300 } said ? said : throw LendingRefusals.RevealReasonInvalid();
        var box = await db.Customers.Where(customer => customer.Id == c.Customer).Select(customer => customer.NationalIdSealed).SingleOrDefaultAsync(ct)
            ?? throw LendingRefusals.CustomerNotFound();
        log.Append(new NationalIdRevealed(c.Customer, why));
        return personal.Open(box);
    }
}
