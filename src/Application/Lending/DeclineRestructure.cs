using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Declines a restructuring as the second person; the loan stays as it is.</summary>
[Allow(Permission.ApproveRestructure)]
public sealed class DeclineRestructure(IRestructuringDb restructuring, TenantClock clock, Caller caller)
{
    /// <summary>Declines it.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.restructure_request_not_found</c>, <c>lending.restructure_request_closed</c>, <c>lending.restructure_same_person</c>,
    /// <c>lending.restructure_reason_invalid</c>
    /// </exception>
    public async Task<Nothing> Handle(RestructureRequestId id, string? reason, CancellationToken ct)
    {
        var said = RestructureLoan.ReasonOf(reason);
        var request = await restructuring.LockRequest(id, ct) ?? throw LendingRefusals.RestructureRequestNotFound();
        request.Decline(caller.ActorId, said, clock.Now);
        return default;
    }
}
