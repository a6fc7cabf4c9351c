using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Paylatch.Application.Payments;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of payments.</content>
public sealed partial class PlatformDb : IPaymentsDb
{
    DbSet<Payment> IPaymentsDb.Payments => Set<Payment>();

    DbSet<PaymentReversal> IPaymentsDb.Reversals => Set<PaymentReversal>();

    DbSet<CreditSpending> IPaymentsDb.CreditSpendings => Set<CreditSpending>();

    DbSet<ProviderPayout> IPaymentsDb.Payouts => Set<ProviderPayout>();

    IQueryable<ReportedPayout> IPaymentsDb.Reported => Set<ReportedPayout>();

    DbSet<PaymentIntent> IPaymentsDb.Intents => Set<PaymentIntent>();

    DbSet<UnmatchedPayment> IPaymentsDb.Unmatched => Set<UnmatchedPayment>();

    DbSet<ProviderConnection> IPaymentsDb.Providers => Set<ProviderConnection>();

    IQueryable<RecorderFacts> IPaymentsDb.Recorders => Set<RecorderFacts>();

    // What is read beside the lock is read after the wait for it: each statement of a batch sees what was committed before it.
    async Task<PayingLoan?> IPaymentsDb.LockToPay(LoanId id, string? key, bool history, CancellationToken ct)
    {
        NotYetRead(id);
        await using var batch = new NpgsqlBatch((NpgsqlConnection)Database.GetDbConnection());
        batch.BatchCommands.Add(new("select id from loans where id = $1 for update") { Parameters = { new() { Value = id.Value } } });
        batch.BatchCommands.Add(new("""
            select used.yes, case when used.yes then 0 else nextval('receipt_numbers') end,
                   exists (select from payoff_quotes where loan_id = $2 and payment_id is null)
            from (select exists (select from payments where idempotency_key = $1) as yes) used
            """) { Parameters = { new() { Value = (object?)key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }, new() { Value = id.Value } } });
        (bool Used, string Receipt, bool Quoted) beside;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct)) return null;
            await reader.NextResultAsync(ct);
            await reader.ReadAsync(ct);
            beside = (reader.GetBoolean(0), Receipt(reader.GetInt64(1)), reader.GetBoolean(2));
        }

        return new PayingLoan(await Locked(id, history, ct), beside.Receipt, beside.Used, beside.Quoted);
    }

    async Task<string> IPaymentsDb.NextReceipt(CancellationToken ct) =>
        Receipt(await Database.SqlQuery<long>($"select nextval('receipt_numbers') as \"Value\"").SingleAsync(ct));

    async Task<bool> IPaymentsDb.Keep(ProviderEvent message, CancellationToken ct) =>
        await Database.ExecuteSqlAsync($"""
            insert into provider_events (
                provider, event_id, type, received_at, body_hash, payment_ref, checkout_ref, amount_minor, currency, failure, livemode, sent_at,
                payout_ref, paid_on)
            values ({message.Provider}, {message.EventId}, {message.Type}, {message.ReceivedAt}, {message.BodyHash}::bytea, {message.PaymentRef}::text,
                {message.CheckoutRef}::text, {message.Amount?.Minor}::bigint, {message.Amount?.Currency.Code}::text, {message.Failure}::text,
                {message.Livemode}, {message.SentAt.ToUniversalTime()},
                {message.PayoutRef}::text, {message.PaidOn}::date)
            on conflict (provider, event_id) do nothing
            """, ct) == 1;

    async Task<DateTimeOffset?> IPaymentsDb.LastHeard(string provider, CancellationToken ct) =>
        await Database.SqlQuery<DateTimeOffset?>($"select max(received_at) as \"Value\" from provider_events where provider = {provider}").SingleAsync(ct);

    async Task IPaymentsDb.TakeTurn(string about, CancellationToken ct) =>
        await Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ':payments:' || {about}, 0))", ct);

    Task<PaymentIntent?> IPaymentsDb.LockIntent(PaymentIntentId id, CancellationToken ct) =>
        Set<PaymentIntent>().FromSql($"select * from payment_intents where id = {id.Value} for update").SingleOrDefaultAsync(ct);

    // In real time, which is the provider's, whatever a sandbox's clock says. Each asking doubles the pause, up to a day.
    async Task<IReadOnlyList<UnheardIntent>> IPaymentsDb.ClaimUnheard(string provider, int limit, CancellationToken ct) =>
        await Claimed(
            $"""
            update payment_intents set asked = asked + 1, asked_at = clock_timestamp(),
                ask_at = case when asked < 20 then clock_timestamp() + least(interval '1 minute' * power(2, asked), interval '1 day') end
            where id in (
                select id from payment_intents
                where provider = {provider} and state in ('waiting', 'failed') and provider_ref is not null and ask_at <= clock_timestamp()
                order by ask_at limit {limit} for update skip locked)
            returning id as "Id", provider_ref as "ProviderRef"
            """, ct);

    Task<PayoffQuote?> IPaymentsDb.QuotePaidBy(LoanId loan, Money amount, DateOnly today, DateTimeOffset now, CancellationToken ct) =>
        Set<PayoffQuote>().Where(q => q.LoanId == loan && q.PaymentId == null && q.OnDay >= today && q.ExpiresAt > now && q.AmountMinor <= amount.Minor)
            .OrderBy(q => q.AmountMinor).ThenBy(q => q.Number).FirstOrDefaultAsync(ct);

    async Task<UnheardIntent?> IPaymentsDb.ClaimUnheard(PaymentIntentId id, CancellationToken ct) =>
        (await Claimed(
            $"""
            update payment_intents set asked_at = clock_timestamp()
            where id = {id.Value} and state in ('waiting', 'failed') and provider_ref is not null and ask_at is not null
              and (asked_at is null or asked_at < clock_timestamp() - interval '15 seconds')
            returning id as "Id", provider_ref as "ProviderRef"
            """, ct)).SingleOrDefault();

    Task IPaymentsDb.StopAsking(PaymentIntentId id, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"update payment_intents set ask_at = null where id = {id.Value}", ct);

    Task<UnmatchedPayment?> IPaymentsDb.LockUnmatched(UnmatchedPaymentId id, CancellationToken ct) =>
        Set<UnmatchedPayment>().FromSql($"select * from unmatched_payments where id = {id.Value} for update").SingleOrDefaultAsync(ct);

    private static string Receipt(long number) => $"R-{number:D6}";

    private async Task<List<UnheardIntent>> Claimed(FormattableString sql, CancellationToken ct) =>
        [.. (await Database.SqlQuery<ClaimedIntent>(sql).ToListAsync(ct)).Select(row => new UnheardIntent(new PaymentIntentId(row.Id), row.ProviderRef))];

    private sealed record ClaimedIntent(Guid Id, string ProviderRef);
}
