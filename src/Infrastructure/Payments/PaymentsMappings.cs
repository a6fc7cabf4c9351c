using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Application.Payments;
using Paylatch.Domain.Payments;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Payments;

internal sealed class PaymentMapping : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> builder)
    {
        builder.Stored("payments");
        builder.HasKey(payment => payment.Id);
        builder.Property(payment => payment.Id).ValueGeneratedNever();
        builder.OwnsMany(payment => payment.Allocations, part =>
        {
            part.ToTable("payment_allocations");
            part.WithOwner().HasForeignKey(a => a.PaymentId);
            part.HasKey(a => new { a.PaymentId, a.InstallmentNumber });
            part.Property(a => a.InstallmentNumber).ValueGeneratedNever();
        });
    }
}

internal sealed class PaymentReversalMapping : IEntityTypeConfiguration<PaymentReversal>
{
    public void Configure(EntityTypeBuilder<PaymentReversal> builder)
    {
        builder.ToTable("payment_reversals");
        builder.HasKey(reversal => reversal.PaymentId);
        builder.Property(reversal => reversal.PaymentId).ValueGeneratedNever();
    }
}

internal sealed class CreditSpendingMapping : IEntityTypeConfiguration<CreditSpending>
{
    public void Configure(EntityTypeBuilder<CreditSpending> builder)
    {
        builder.Stored("credit_spendings");
        builder.HasKey(spent => spent.Id);
        builder.Property(spent => spent.Id).ValueGeneratedNever();
        // Says to save the payment before the credit that became it.
        builder.HasOne<Payment>().WithMany().HasForeignKey(spent => spent.PaymentId);
    }
}

internal sealed class PaymentIntentMapping : IEntityTypeConfiguration<PaymentIntent>
{
    public void Configure(EntityTypeBuilder<PaymentIntent> builder)
    {
        builder.Stored("payment_intents");
        builder.HasKey(intent => intent.Id);
        builder.Property(intent => intent.Id).ValueGeneratedNever();
        // Says to save the payment before the wish that points to it.
        builder.HasOne<Payment>().WithMany().HasForeignKey(intent => intent.PaymentId);
    }
}

internal sealed class UnmatchedPaymentMapping : IEntityTypeConfiguration<UnmatchedPayment>
{
    public void Configure(EntityTypeBuilder<UnmatchedPayment> builder)
    {
        builder.Stored("unmatched_payments");
        builder.HasKey(money => money.Id);
        builder.Property(money => money.Id).ValueGeneratedNever();
        builder.Ignore(money => money.Reference);
        builder.HasOne<Payment>().WithMany().HasForeignKey(money => money.PaymentId);
    }
}

internal sealed class ProviderConnectionMapping : IEntityTypeConfiguration<ProviderConnection>
{
    public void Configure(EntityTypeBuilder<ProviderConnection> builder)
    {
        builder.Stored("payment_providers");
        builder.HasKey(connection => connection.Provider);
    }
}

internal sealed class ProviderPayoutMapping : IEntityTypeConfiguration<ProviderPayout>
{
    public void Configure(EntityTypeBuilder<ProviderPayout> builder)
    {
        builder.Stored("provider_payouts");
        builder.HasKey(payout => payout.Id);
        builder.Property(payout => payout.Id).ValueGeneratedNever();
        builder.Ignore(payout => payout.Gross).Ignore(payout => payout.Fee).Ignore(payout => payout.Net);
    }
}

internal sealed class ReportedPayoutMapping : IEntityTypeConfiguration<ReportedPayout>
{
    public void Configure(EntityTypeBuilder<ReportedPayout> builder) => builder.HasNoKey().ToSqlQuery("""
        select distinct on (e.provider, e.payout_ref) e.provider, e.payout_ref as reference, e.amount_minor, e.currency, e.paid_on
        from provider_events e
        where e.payout_ref is not null and e.type = 'payout.paid' and e.amount_minor > 0 and e.paid_on is not null
          and not exists (select from provider_payouts p where p.provider = e.provider and p.reference = e.payout_ref)
        order by e.provider, e.payout_ref, e.received_at
        """);
}

internal sealed class RecorderFactsMapping : IEntityTypeConfiguration<RecorderFacts>
{
    public void Configure(EntityTypeBuilder<RecorderFacts> builder) => builder.HasNoKey().ToSqlQuery("""
        select id::text as id, display_name as name from users
        union all
        select id::text as id, name from api_keys
        """);
}
