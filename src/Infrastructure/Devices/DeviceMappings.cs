using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Domain.Devices;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Devices;

internal sealed class DeviceMapping : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.Stored("devices").HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.PublicJwk).HasColumnType("jsonb");
    }
}

internal sealed class DeviceStatusMapping : IEntityTypeConfiguration<DeviceStatus>
{
    // The foreign keys are told so that a device is written before what belongs to it.
    public void Configure(EntityTypeBuilder<DeviceStatus> builder)
    {
        builder.Stored("device_status").HasKey(s => s.DeviceId);
        builder.HasOne<Device>().WithOne().HasForeignKey<DeviceStatus>(s => s.DeviceId);
    }
}

internal sealed class OrderMapping : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Stored("orders").HasKey(o => o.Id);
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.HasOne<Device>().WithMany().HasForeignKey(o => o.DeviceId);
        // The model knows the index so that a superseded order is written before the one that takes its place.
        builder.HasIndex(o => o.DeviceId).IsUnique().HasFilter("state in ('ordered', 'armed') and kind <> 'message'");
    }
}

internal sealed class EnrolmentMapping : IEntityTypeConfiguration<Enrolment>
{
    public void Configure(EntityTypeBuilder<Enrolment> builder)
    {
        builder.Stored("enrolment_codes").HasKey(e => e.Hash);
        builder.HasOne<Device>().WithMany().HasForeignKey(e => e.DeviceId);
        builder.HasIndex(e => e.DeviceId).IsUnique().HasFilter("used_at is null");
    }
}
