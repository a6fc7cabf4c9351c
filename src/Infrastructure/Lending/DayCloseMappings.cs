using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Lending;

internal sealed class DayCloseMapping : IEntityTypeConfiguration<DayClose>
{
    public void Configure(EntityTypeBuilder<DayClose> builder)
    {
        builder.Stored("day_closes");
        builder.HasKey(close => close.Day);
    }
}

internal sealed class DayCloseLaneMapping : IEntityTypeConfiguration<DayCloseLane>
{
    public void Configure(EntityTypeBuilder<DayCloseLane> builder)
    {
        builder.ToTable("day_close_lanes");
        builder.HasKey(lane => new { lane.Day, lane.Lane });
        builder.Ignore(lane => lane.Place);
        builder.Ignore(lane => lane.Did);
    }
}

internal sealed class DayCloseFailureMapping : IEntityTypeConfiguration<DayCloseFailure>
{
    public void Configure(EntityTypeBuilder<DayCloseFailure> builder)
    {
        builder.ToTable("day_close_failures");
        builder.HasKey(failure => new { failure.LoanId, failure.Day });
    }
}

internal sealed class DayCloseSettingsMapping : IEntityTypeConfiguration<DayCloseSettings>
{
    public void Configure(EntityTypeBuilder<DayCloseSettings> builder)
    {
        builder.Stored("day_close_settings");
        builder.HasKey(settings => settings.TenantId);
    }
}

internal sealed class DayCloseSumMapping : IEntityTypeConfiguration<DayCloseSum>
{
    public void Configure(EntityTypeBuilder<DayCloseSum> builder) => builder.HasNoKey().ToSqlQuery("""
        select day, currency, sum(interest_minor)::bigint as interest_minor, sum(fees_minor)::bigint as fees_minor, sum(penalties_minor)::bigint as penalties_minor
        from day_close_amounts group by day, currency
        """);
}
