using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Domain.Lending;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Devices;

internal sealed class LoanReadMapping : IEntityTypeConfiguration<Loan>
{
    public void Configure(EntityTypeBuilder<Loan> builder)
    {
        builder.Stored("loans").HasKey(l => l.Id);
        builder.Ignore(l => l.Installments);
        builder.Ignore(l => l.NextDue);
    }
}

internal sealed class InstallmentReadMapping : IEntityTypeConfiguration<Installment>
{
    public void Configure(EntityTypeBuilder<Installment> builder)
    {
        builder.ToTable("installments").HasKey(i => new { i.LoanId, i.Number });
    }
}

internal sealed class CustomerReadMapping : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder) => builder.Stored("customers").HasKey(c => c.Id);
}
