using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Products;
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
        builder.Ignore(loan => loan.FurtherDisbursements);
        builder.Ignore(loan => loan.NextDisbursement);
        builder.Ignore(loan => loan.ToHandOut);
        builder.Ignore(loan => loan.MayHandOut);
        builder.Property(loan => loan.Contract).HasColumnType("jsonb").HasConversion(new StoredJson<LoanContract>(), StoredJson<LoanContract>.SameOne);
        builder.Ignore(loan => loan.Outstanding);
        builder.Ignore(loan => loan.Provision);
        builder.Property(loan => loan.ChargedOff).HasColumnType("jsonb")
            .HasConversion((ValueConverter)new StoredJson<LoanChargeOff>(), StoredJson<LoanChargeOff>.SameOne);
        builder.Property(loan => loan.Pauses).HasColumnType("jsonb")
            .HasConversion(new StoredJson<IReadOnlyList<LoanPause>>(), StoredJson<IReadOnlyList<LoanPause>>.SameOne);
        ReckonedByTheLoan(builder.Property(loan => loan.LockNotBefore).Metadata);
        ReckonedByTheLoan(builder.Property(loan => loan.LateFrom).Metadata);
        ReckonedByTheLoan(builder.Property(loan => loan.LateAtLeast).Metadata);
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

    // Written as the loan reckons it, for queries; what is read is reckoned again.
    private static void ReckonedByTheLoan(IMutableProperty property) => property.SetPropertyAccessMode(PropertyAccessMode.Property);

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

internal sealed class ChosenBucketsMapping : IEntityTypeConfiguration<ChosenBuckets>
{
    public void Configure(EntityTypeBuilder<ChosenBuckets> builder)
    {
        builder.Stored("loan_buckets").HasKey(chosen => chosen.TenantId);
        builder.Property(chosen => chosen.TenantId).ValueGeneratedNever();
        builder.Property(chosen => chosen.Buckets).HasColumnType("jsonb").HasConversion(new StoredJson<LoanBuckets>(), StoredJson<LoanBuckets>.SameOne);
    }
}

internal sealed class DeviceReturnMapping : IEntityTypeConfiguration<DeviceReturn>
{
    public void Configure(EntityTypeBuilder<DeviceReturn> builder)
    {
        builder.Stored("device_returns").HasKey(back => back.LoanId);
        builder.Property(back => back.LoanId).ValueGeneratedNever();
    }
}

internal sealed class PayoffQuoteMapping : IEntityTypeConfiguration<PayoffQuote>
{
    public void Configure(EntityTypeBuilder<PayoffQuote> builder)
    {
        builder.Stored("payoff_quotes");
        builder.HasKey(quote => quote.Id);
        builder.Property(quote => quote.Id).ValueGeneratedNever();
    }
}

internal sealed class RestructureRequestMapping : IEntityTypeConfiguration<RestructureRequest>
{
    public void Configure(EntityTypeBuilder<RestructureRequest> builder)
    {
        builder.Stored("restructure_requests");
        builder.HasKey(request => request.Id);
        builder.Property(request => request.Id).ValueGeneratedNever();
        builder.Property(request => request.Plan).HasColumnType("jsonb").HasConversion(new StoredJson<RestructurePlan>(), StoredJson<RestructurePlan>.SameOne);
    }
}

internal sealed class ChosenRestructureLimitsMapping : IEntityTypeConfiguration<ChosenRestructureLimits>
{
    public void Configure(EntityTypeBuilder<ChosenRestructureLimits> builder)
    {
        builder.Stored("restructure_limits").HasKey(chosen => chosen.TenantId);
        builder.Property(chosen => chosen.TenantId).ValueGeneratedNever();
    }
}

internal sealed class LoanProductMapping : IEntityTypeConfiguration<LoanProduct>
{
    public void Configure(EntityTypeBuilder<LoanProduct> builder)
    {
        builder.Stored("loan_products");
        builder.HasKey(product => product.Id);
        builder.Property(product => product.Id).ValueGeneratedNever();
        builder.Property(product => product.Terms).HasColumnType("jsonb").HasConversion(new StoredJson<ProductTerms>(), StoredJson<ProductTerms>.SameOne);
        builder.Property(product => product.Policy).HasColumnType("jsonb").HasConversion(new StoredJson<LoanPolicy>(), StoredJson<LoanPolicy>.SameOne);
        builder.HasMany(product => product.Versions).WithOne().HasForeignKey(version => version.ProductId);
    }
}

internal sealed class ProductVersionMapping : IEntityTypeConfiguration<ProductVersion>
{
    public void Configure(EntityTypeBuilder<ProductVersion> builder)
    {
        builder.ToTable("loan_product_versions");
        builder.HasKey(version => new { version.ProductId, version.Version });
        builder.Property(version => version.Version).ValueGeneratedNever();
        builder.Property(version => version.Terms).HasColumnType("jsonb").HasConversion(new StoredJson<ProductTerms>(), StoredJson<ProductTerms>.SameOne);
        builder.Property(version => version.Policy).HasColumnType("jsonb").HasConversion(new StoredJson<LoanPolicy>(), StoredJson<LoanPolicy>.SameOne);
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
    public void Configure(EntityTypeBuilder<PaymentFacts> builder) => builder.HasNoKey().ToSqlQuery("""
        select p.id, p.loan_id, p.method, p.amount_minor, p.receipt_number, p.received_at, p.paid_on, r.reversed_at, r.reason as reversal_reason,
               coalesce((select u.display_name from users u where u.id::text = r.reversed_by),
                        (select k.name from api_keys k where k.id::text = r.reversed_by), r.reversed_by) as reversed_by
        from payments p left join payment_reversals r on r.payment_id = p.id
        """);
}

internal sealed class LoggedEventMapping : IEntityTypeConfiguration<LoggedEvent>
{
    public void Configure(EntityTypeBuilder<LoggedEvent> builder) => builder.HasNoKey().ToSqlQuery("""
        select e.position, e.type, e.at, e.actor_role, e.actor_id, u.display_name as actor_name, e.use_case,
               e.loan_id, e.device_id, e.reason, e.refused, e.data::text as data
        from events e left join users u on u.id::text = e.actor_id
        """);
}
