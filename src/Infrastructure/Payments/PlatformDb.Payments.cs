using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Payments;
using Paylatch.Domain.Payments;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of payments.</content>
public sealed partial class PlatformDb : IPaymentsDb
{
    DbSet<Payment> IPaymentsDb.Payments => Set<Payment>();

    DbSet<PaymentIntent> IPaymentsDb.Intents => Set<PaymentIntent>();

    DbSet<UnmatchedPayment> IPaymentsDb.Unmatched => Set<UnmatchedPayment>();

    DbSet<ProviderConnection> IPaymentsDb.Providers => Set<ProviderConnection>();

    IQueryable<RecorderFacts> IPaymentsDb.Recorders => Set<RecorderFacts>();

    async Task<string> IPaymentsDb.NextReceipt(CancellationToken ct)
    {
        var number = await Database.SqlQuery<long>($"select nextval('receipt_numbers') as \"Value\"").SingleAsync(ct);
        return $"R-{number:D6}";
    }

    async Task<bool> IPaymentsDb.Keep(ProviderEvent message, CancellationToken ct) =>
        await Database.ExecuteSqlAsync($"""
            insert into provider_events (provider, event_id, type, received_at, body)
            values ({message.Provider}, {message.EventId}, {message.Type}, {message.ReceivedAt}, {message.Body}::jsonb)
            on conflict (provider, event_id) do nothing
            """, ct) == 1;

    async Task<DateTimeOffset?> IPaymentsDb.LastHeard(string provider, CancellationToken ct) =>
        await Database.SqlQuery<DateTimeOffset?>($"select max(received_at) as \"Value\" from provider_events where provider = {provider}").SingleAsync(ct);

    async Task IPaymentsDb.TakeTurn(string about, CancellationToken ct) =>
        await Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ':payments:' || {about}, 0))", ct);

    Task<PaymentIntent?> IPaymentsDb.LockIntent(PaymentIntentId id, CancellationToken ct) =>
        Set<PaymentIntent>().FromSql($"select * from payment_intents where id = {id.Value} for update").SingleOrDefaultAsync(ct);

    Task<UnmatchedPayment?> IPaymentsDb.LockUnmatched(UnmatchedPaymentId id, CancellationToken ct) =>
        Set<UnmatchedPayment>().FromSql($"select * from unmatched_payments where id = {id.Value} for update").SingleOrDefaultAsync(ct);
}
