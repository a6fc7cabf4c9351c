using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>A payment's receipt, for staff.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class ShowReceipt(IPaymentsDb db, ILendingDb lending, ILoanFactsDb portfolio, TenantInfo tenant)
{
    /// <summary>The receipt.</summary>
    /// <exception cref="Refusal"><c>payments.not_found</c></exception>
    public async Task<ReceiptPage> Handle(PaymentId id, CancellationToken ct)
    {
        var payment = await db.Payments.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw PaymentsRefusals.NotFound();
        return await new ReceiptReader(db, lending, portfolio, tenant).Read(payment, false, ct);
    }
}
