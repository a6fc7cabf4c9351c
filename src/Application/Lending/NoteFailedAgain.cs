using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Notes that a loan could not be taken up again either; it is tried later.</summary>
[Allow(Permission.System)]
public sealed class NoteFailedAgain(ICloseSetDb sets, TenantClock clock)
{
    /// <summary>Notes it.</summary>
    /// <returns>False when it is no longer set aside, or somebody else is at it.</returns>
    public async Task<bool> Handle(LoanId id, string reason, CancellationToken ct)
    {
        if (await sets.LockFailure(id, ct) is not { } failure) return false;
        failure.FailAgain(reason, clock.Now);
        return true;
    }
}
