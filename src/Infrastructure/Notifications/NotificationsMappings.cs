using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Paylatch.Application.Notifications;
using Paylatch.Domain.Notifications;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Notifications;

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.Stored("messages");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedNever();
    }
}

internal sealed class MessageFactsMapping : IEntityTypeConfiguration<MessageFacts>
{
    public void Configure(EntityTypeBuilder<MessageFacts> builder) => builder.HasNoKey().ToSqlQuery("""
        select m.id, m.created_at, c.name as customer, m.loan_id, l.number as contract, m.channel, m.recipient, m.kind, m.body,
               m.sent_at, m.attempts, m.last_error
        from messages m left join customers c on c.id = m.customer_id left join loans l on l.id = m.loan_id
        """);
}
