using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Lending;

internal sealed class CustomerMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.Stored("customers");
        builder.HasKey(customer => customer.Id);
        builder.Property(customer => customer.Id).ValueGeneratedNever();
    }
}

internal sealed class LoanMapping : IEntityTypeConfiguration<Loan>
{
    public void Configure(EntityTypeBuilder<Loan> builder)
    {
        builder.Stored("loans");
        builder.HasKey(loan => loan.Id);
        builder.Property(loan => loan.Id).ValueGeneratedNever();
        builder.Ignore(loan => loan.NextDue);
        builder.Ignore(loan => loan.Policy);
        builder.Ignore(loan => loan.Movements);
        builder.Property(loan => loan.Contract).HasColumnType("jsonb").HasConversion(new StoredJson<LoanContract>(), StoredJson<LoanContract>.SameOne);
        builder.OwnsMany(loan => loan.Installments, installment =>
        {
            installment.ToTable("installments");
            installment.WithOwner().HasForeignKey(i => i.LoanId);
            installment.HasKey(i => new { i.LoanId, i.Number });
            installment.Property(i => i.Number).ValueGeneratedNever();
            ReckonedByTheDatabase(installment.Property(i => i.TotalMinor).Metadata);
            ReckonedByTheDatabase(installment.Property(i => i.PaidMinor).Metadata);
        });
        builder.HasMany(loan => loan.Transactions).WithOne().HasForeignKey(transaction => transaction.LoanId);
    }

    // For queries only: never written, and what is read is reckoned again.
    private static void ReckonedByTheDatabase(IMutableProperty property)
    {
        property.ValueGenerated = ValueGenerated.Never;
        property.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        property.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}

internal sealed class LoanTransactionMapping : IEntityTypeConfiguration<LoanTransaction>
{
    public void Configure(EntityTypeBuilder<LoanTransaction> builder)
    {
        builder.ToTable("loan_transactions");
        builder.HasKey(transaction => new { transaction.LoanId, transaction.Sequence });
        builder.Property(transaction => transaction.Sequence).ValueGeneratedNever();
        builder.Property(transaction => transaction.Data).HasColumnType("jsonb")
            .HasConversion((ValueConverter)new StoredJson<LoanTransactionDetail>(), StoredJson<LoanTransactionDetail>.SameOne);
    }
}

internal sealed class DeviceFactsMapping : IEntityTypeConfiguration<DeviceFacts>
{
    public void Configure(EntityTypeBuilder<DeviceFacts> builder) => builder.HasNoKey().ToSqlQuery("""
        select d.id, d.kind, d.model, d.imei, d.serial, d.loan_id, d.state, d.phase, d.state_reason, d.state_since, d.enrolled_at,
               s.paid_until, s.last_seen_at, s.battery, coalesce(s.tampered or s.rooted, false) as tampered
        from devices d left join device_status s on s.device_id = d.id
        """);
}

internal sealed class PaymentFactsMapping : IEntityTypeConfiguration<PaymentFacts>
{
    public void Configure(EntityTypeBuilder<PaymentFacts> builder) => builder.HasNoKey().ToView("payments");
}

internal sealed class AllocationFactsMapping : IEntityTypeConfiguration<AllocationFacts>
{
    public void Configure(EntityTypeBuilder<AllocationFacts> builder) => builder.HasNoKey().ToView("payment_allocations");
}

internal sealed class LoggedEventMapping : IEntityTypeConfiguration<LoggedEvent>
{
    public void Configure(EntityTypeBuilder<LoggedEvent> builder) => builder.HasNoKey().ToSqlQuery("""
        select e.position, e.type, e.at, e.actor_role, e.actor_id, u.display_name as actor_name, e.use_case,
               e.loan_id, e.device_id, e.reason, e.refused, e.data::text as data
        from events e left join users u on u.id::text = e.actor_id
        """);
}
