using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tenancy;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Tenancy;

/// <summary>The platform's directory as a tenant's reactions reach it: through the door, on the platform.</summary>
internal sealed class PlatformDirectory(Operations operations, TenantDirectory directory, Caller caller) : IPlatformDirectory
{
    public async Task TakeBranding(TenantId tenant, Branding branding, CancellationToken ct)
    {
        var platform = Caller.System(Caller.PlatformTenant, caller.CorrelationId);
        _ = (await operations.Run(platform, (RecordBranding u) => u.Handle(tenant, branding, ct), ct)).Value;
        directory.Refresh();
    }
}
