using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Domain.Tenancy;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Tenancy;

internal sealed class TenantMapping : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.Stored("tenants").HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
    }
}

internal sealed class BrandingMapping : IEntityTypeConfiguration<Branding>
{
    public void Configure(EntityTypeBuilder<Branding> builder)
    {
        builder.Stored("branding").HasKey(b => b.TenantId);
        builder.Property(b => b.TenantId).ValueGeneratedNever();
    }
}

internal sealed class SandboxClockMapping : IEntityTypeConfiguration<SandboxClock>
{
    public void Configure(EntityTypeBuilder<SandboxClock> builder)
    {
        builder.Stored("sandbox_clock").HasKey(c => c.TenantId);
        builder.Property(c => c.TenantId).ValueGeneratedNever();
    }
}
