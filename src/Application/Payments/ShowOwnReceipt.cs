using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>A payment's receipt, for the customer who paid it; anyone else's does not exist here.</summary>
[Allow(Permission.UseOwnAccount)]
public sealed class ShowOwnReceipt(IPaymentsDb db, ILendingDb lending, ILoanFactsDb portfolio, TenantInfo tenant, Caller caller)
{
    /// <summary>The receipt.</summary>
    /// <exception cref="Refusal"><c>payments.not_found</c></exception>
    public async Task<ReceiptPage> Handle(PaymentId id, CancellationToken ct)
    {
        var customer = caller.RequireCustomer();
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.CustomerId == customer, ct)
            ?? throw PaymentsRefusals.NotFound();
        return await new ReceiptReader(db, lending, portfolio, tenant).Read(payment, true, ct);
    }
}
