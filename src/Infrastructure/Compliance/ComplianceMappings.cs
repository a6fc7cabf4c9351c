using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Domain.Compliance;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Compliance;

internal sealed class LendingLimitsMapping : IEntityTypeConfiguration<LendingLimits>
{
    public void Configure(EntityTypeBuilder<LendingLimits> builder)
    {
        builder.Stored("lending_limits").HasKey(limits => limits.TenantId);
        builder.Property(limits => limits.TenantId).ValueGeneratedNever();
        builder.Property(limits => limits.Limits).HasColumnType("jsonb").HasConversion(new StoredJson<LegalLimits>(), StoredJson<LegalLimits>.SameOne);
    }
}
