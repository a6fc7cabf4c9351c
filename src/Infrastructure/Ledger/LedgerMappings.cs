using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Application.Ledger;
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

// Read through the model, written by LedgerWriter: a transfer's lines must come in one statement.
internal sealed class TransferMapping : IEntityTypeConfiguration<Transfer>
{
    public void Configure(EntityTypeBuilder<Transfer> builder)
    {
        builder.Stored("ledger_transfers");
        builder.HasKey(transfer => transfer.Id);
        builder.Property(transfer => transfer.Id).ValueGeneratedNever();
        builder.HasMany(transfer => transfer.Entries).WithOne().HasForeignKey(line => line.TransferId);
        builder.HasMany(transfer => transfer.Reservations).WithOne().HasForeignKey(line => line.TransferId);
    }
}

internal sealed class EntryMapping : IEntityTypeConfiguration<Entry>
{
    public void Configure(EntityTypeBuilder<Entry> builder)
    {
        builder.ToTable("ledger_entries");
        builder.HasKey(line => new { line.TransferId, line.Line });
        builder.Property(line => line.Line).ValueGeneratedNever();
    }
}

internal sealed class ReservationMapping : IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<Reservation> builder)
    {
        builder.ToTable("ledger_reservations");
        builder.HasKey(line => new { line.TransferId, line.Line });
        builder.Property(line => line.Line).ValueGeneratedNever();
    }
}

internal sealed class PeriodMapping : IEntityTypeConfiguration<Period>
{
    public void Configure(EntityTypeBuilder<Period> builder)
    {
        builder.Stored("ledger_periods");
        builder.HasKey(period => period.Number);
        builder.Property(period => period.Number).ValueGeneratedOnAdd();
    }
}

internal sealed class BookProofMapping : IEntityTypeConfiguration<BookProof>
{
    public void Configure(EntityTypeBuilder<BookProof> builder)
    {
        builder.Stored("book_proofs");
        builder.HasKey(proof => proof.Id);
        builder.Property(proof => proof.Id).ValueGeneratedNever();
        // Written once: never compared.
        builder.Property(proof => proof.Rows).HasColumnType("jsonb").HasConversion(
            rows => JsonSerializer.Serialize(rows, Json.Log),
            text => JsonSerializer.Deserialize<List<ProofRow>>(text, Json.Log)!,
            new ValueComparer<IReadOnlyList<ProofRow>>((a, b) => ReferenceEquals(a, b), rows => rows.Count));
    }
}

internal sealed class LoanNameMapping : IEntityTypeConfiguration<LoanName>
{
    public void Configure(EntityTypeBuilder<LoanName> builder) => builder.HasNoKey().ToSqlQuery("select id, number from loans");
}

internal sealed class WriterNameMapping : IEntityTypeConfiguration<WriterName>
{
    public void Configure(EntityTypeBuilder<WriterName> builder) => builder.HasNoKey().ToSqlQuery("""
        select id::text as id, display_name as name from users
        union all
        select id::text as id, name from api_keys
        """);
}
