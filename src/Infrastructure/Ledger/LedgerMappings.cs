using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Domain.Ledger;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Ledger;

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Stored("ledger_accounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.Id).ValueGeneratedNever();
    }
}

internal sealed class TransferMapping : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.Stored("ledger_transfers");
        builder.HasKey(transfer => transfer.Id);
        builder.Property(transfer => transfer.Id).ValueGeneratedNever();
        builder.OwnsMany(transfer => transfer.Entries, entry =>
        {
            entry.ToTable("ledger_entries");
            entry.WithOwner().HasForeignKey(line => line.TransferId);
            entry.HasKey(line => new { line.TransferId, line.Line });
            entry.Property(line => line.Line).ValueGeneratedNever();
        });
    }
}
