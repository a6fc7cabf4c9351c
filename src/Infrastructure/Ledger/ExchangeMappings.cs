using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Domain.Ledger;

namespace Paylatch.Infrastructure.Ledger;

internal sealed class ExchangeRateMapping : IEntityTypeConfiguration<ExchangeRate>
{
    public void Configure(EntityTypeBuilder<ExchangeRate> builder)
    {
        builder.ToTable("exchange_rates");
        builder.HasKey(rate => rate.Id);
        builder.Property(rate => rate.Id).ValueGeneratedNever();
    }
}

internal sealed class CurrencyMoveMapping : IEntityTypeConfiguration<CurrencyMove>
{
    public void Configure(EntityTypeBuilder<CurrencyMove> builder)
    {
        builder.ToTable("currency_moves");
        builder.HasKey(move => move.Number);
        builder.Property(move => move.Number).ValueGeneratedOnAdd();
    }
}
