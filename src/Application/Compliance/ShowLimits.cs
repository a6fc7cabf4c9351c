using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Compliance;

namespace Paylatch.Application.Compliance;

/// <summary>Shows the limits the law sets to lending here.</summary>
[Allow(Permission.ManageTenant)]
public sealed class ShowLimits(ILimitsDb db)
{
    /// <summary>The limits.</summary>
    public Task<LegalLimits> Handle(CancellationToken ct) => db.InForce(ct);
}
