using System.Diagnostics;
using Npgsql;
using Paylatch.Application.Tenancy;
using Paylatch.Infrastructure.Lending;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>
/// The whole close of an ordinary day (a thirtieth of the loans has an installment due, others are reminded, became overdue
/// or lose their grace) against one statement that does nothing but accrue and write the journal, on the same loans.
/// </summary>
internal static class DayCloseRate
{
    // The hand's rival: all loans in one statement and one transaction, with the same checks in the database.
    private const string ByHand = """
        with moved as (
            update loans l set accrued_minor = r.accrued, caught_up_on = $1
            from (select i.loan_id, sum(case when i.due_on <= i.from_on then case when $1 >= i.due_on then i.earned_minor else 0 end
                      else i.earned_minor * least(greatest($1 - i.from_on, 0), i.due_on - i.from_on) / (i.due_on - i.from_on) end)::bigint as accrued
                  from installments i group by i.loan_id) r, loans o
            where r.loan_id = l.id and o.id = l.id and l.state = 'active' and l.caught_up_on < $1
            returning l.id, l.currency, r.accrued - o.accrued_minor as earned),
        posted as (
            insert into ledger_transfers (id, kind, at, booked_on, effective_on, loan_id, memo)
            select gen_random_uuid(), 'interest_accrued', now(), $1, $1, id, 'Interest earned' from moved where earned > 0
            returning id, loan_id)
        insert into ledger_entries (transfer_id, line, account_id, loan_id, amount_minor, currency, booked_on)
        select p.id, s.line, a.id, p.loan_id, s.sign * m.earned, m.currency, $1
        from posted p join moved m on m.id = p.loan_id
        cross join (values (1::smallint, 1, '1210'), (2::smallint, -1, '4100')) s (line, sign, code)
        join ledger_accounts a on a.code = s.code and a.currency = m.currency
        """;

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var (small, large) = (stage.Options.Of(20_000, 4_000), stage.Options.Of(200_000, 20_000));
        var few = await Measure(stage, report, "few", small, stage.Options.Rounds + 1, ct);
        // Warm by now, and one night each is long enough to go by.
        var many = await Measure(stage, report, "many", large, 2, ct);
        Report.Say($"{small:N0} to {large:N0} loans, {(double)large / small:0} times as many: the close takes {many / few:0.0} times as long");
        Report.Say($"10,000,000 loans at that growth: about {10_000_000.0 / large * many / 60:0} minutes");
        report.Figure($"Day close, growth of time for {(double)large / small:0} times the loans", null, many / few, "times", []);
    }

    // Days alternate between the two, so that both find the tables as large and as warm.
    private static async Task<double> Measure(Stage stage, Report report, string slug, int loans, int rounds, CancellationToken ct)
    {
        var tenant = await stage.NewTenant($"close-{slug}", sandbox: true, ct);
        // The portal's own jobs and reactions leave it alone: what follows from a close is not part of it.
        await stage.Owner<object>(tenant, "update platform.tenants set state = 'suspended' where id = $1", tenant.Id.Value);
        await Fill(stage, tenant, loans);
        var day = await stage.Owner<DateOnly>(tenant, "select current_date");
        List<Run> ours = [], theirs = [];
        for (var round = 0; round < rounds; round++)
        {
            var (close, hand) = (await Close(stage, tenant, loans, day = day.AddDays(1), ct), await Hand(stage, tenant, loans, day = day.AddDays(1), ct));
            Report.Say($"{loans:N0} loans, {day:MM-dd}: the close {close.PerSecond:N0} a second, by hand {hand.PerSecond:N0}");
            if (round == 0) continue;
            ours.Add(close);
            theirs.Add(hand);
        }

        var work = await stage.Owner<string>(tenant, """
            select string_agg(concat_ws(' ', day, loans, 'loans', reminded, 'reminded', overdue, 'overdue', grace_ended, 'locks', failed, 'failed'), '; ' order by day)
            from (select * from day_closes where finished_at is not null order by day desc limit 2) d
            """);
        Report.Say($"what it did: {work}");
        report.Rates($"Day close of {loans:N0} loans, all of it, against accrual and journal alone in one statement", Aim.Least(0.25), ours, theirs);
        return Sample.Median(ours.Select(run => loans / run.PerSecond));
    }

    private static async Task<Run> Close(Stage stage, TenantInfo tenant, int loans, DateOnly day, CancellationToken ct)
    {
        await MoveTo(stage, tenant, day);
        var run = await stage.Load.Of(1, 1, _ => stage.Get<DayCloseRunner>().CatchUp(tenant.Id, ct));
        if (await stage.Owner<long>(tenant, "select count(*) from loans where caught_up_on = $1", day) != loans)
            throw new InvalidOperationException($"Not every loan was closed on {day}.");
        return run with { PerSecond = run.PerSecond * loans };
    }

    // What the close does besides on this day is done afterwards and not counted, so that the next day finds nothing left over.
    private static async Task<Run> Hand(Stage stage, TenantInfo tenant, int loans, DateOnly day, CancellationToken ct)
    {
        var run = await stage.Load.Of(1, 1, async _ =>
        {
            await using var connection = await stage.Get<Regions>().Of(tenant.Region).App.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using (var walls = Stage.Walls(connection, tenant)) await walls.ExecuteNonQueryAsync(ct);
            await using (var accrue = new NpgsqlCommand(ByHand, connection) { CommandTimeout = 600, Parameters = { new() { Value = day } } })
                await accrue.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        });
        await MoveTo(stage, tenant, day);
        await stage.Get<DayCloseRunner>().CatchUp(tenant.Id, ct);
        return run with { PerSecond = run.PerSecond * loans };
    }

    private static Task<object> MoveTo(Stage stage, TenantInfo tenant, DateOnly day) => stage.Owner<object>(tenant, """
        insert into sandbox_clock (moved) values (($1 + time '12:00') at time zone 'Africa/Nairobi' - now())
        on conflict (tenant_id) do update set moved = excluded.moved
        """, day);

    // Twelve monthly installments with interest, begun on any day of the last months; one in fifty does not pay.
    private static async Task Fill(Stage stage, TenantInfo tenant, int loans)
    {
        static string Id(char kind) => $"(lpad(to_hex(1750000000000 + n), 12, '0') || '7{kind}00' || '8000' || lpad(to_hex(n), 12, '0'))::uuid";
        var rows = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"from generate_series(0, {loans - 1}) n");
        const string began = "(current_date - (n % 30) - 30 * (1 + n / 30 % 8))";
        const string paid = "case when n % 50 = 7 then 0 else 1 + n / 30 % 8 end";
        string[] steps =
        [
            $"insert into customers (id, name, phone, national_id_sealed, national_id_index, national_id_hint, created_at) select {Id('c')}, 'Amina ' || n, '+254' || lpad(n::text, 9, '0'), '\\x00', decode(md5(n::text), 'hex'), '**', now() {rows}",
            $"""
            insert into loans (id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor, interest_method,
                annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, caught_up_on, engine_version, total_minor, paid_minor,
                next_due_on, overdue_through, accrued_minor, created_at)
            select {Id('a')}, 'KE-' || lpad(n::text, 8, '0'), {Id('c')}, {Id('d')}, 'active', case when n % 50 = 7 then 'grace_ended' else 'current' end, 'KES', 1500000,
                300000, 1200000, 'flat', 24, 12, 1, 'months', 3, {began}, current_date, 2, 1488000, ({paid}) * 124000, {began} + 30 * (1 + ({paid})),
                case when n % 50 = 7 then current_date - 1 end, 24000 * (1 + n / 30 % 8) + 24000 * (n % 30) / 30, now() {rows}
            """,
            $"""
            insert into installments (loan_id, number, from_on, due_on, principal_minor, interest_minor, earned_minor, paid_principal_minor, paid_interest_minor)
            select {Id('a')}, i, {began} + 30 * (i - 1), {began} + 30 * i, 100000, 24000, 24000, case when i <= {paid} then 100000 else 0 end, case when i <= {paid} then 24000 else 0 end
            {rows}, generate_series(1, 12) i
            """,
            "insert into day_closes (day, started_at, finished_at) values (current_date, now(), now())",
        ];
        var watch = Stopwatch.StartNew();
        foreach (var step in steps) await stage.Owner<object>(tenant, step);
        foreach (var table in new[] { "customers", "loans", "installments" })
        {
            await using var vacuum = stage.Get<Regions>().Of(tenant.Region).Owner.CreateCommand($"vacuum analyze {tenant.Schema}.{table}");
            vacuum.CommandTimeout = 300;
            await vacuum.ExecuteNonQueryAsync();
        }

        Report.Say($"filled {loans:N0} loans of 12 installments in {watch.Elapsed.TotalSeconds:0} s");
    }
}
