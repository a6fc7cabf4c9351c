using Npgsql;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>The grid's queries over 100,000 devices, each against plain SQL that gives the same page behind the same walls.</summary>
internal static class GridQuery
{
    private const int Devices = 100_000;

    private const string Page = """
        select d.id, d.kind, d.model, d.imei, d.serial, d.state, d.phase, d.state_reason, d.customer_id, d.loan_id, c.name, l.number, l.next_due_on,
               s.paid_until, s.last_seen_at, s.battery, s.bound_sim, s.sim, s.rooted, s.tampered
        from devices d join device_status s on s.device_id = d.id left join loans l on l.id = d.loan_id left join customers c on c.id = d.customer_id
        """;

    private const string End = " order by d.id desc limit 51";

    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var tenant = await stage.NewTenant("grid", sandbox: false, ct);
        await Fill(stage, tenant);
        var deep = await stage.Owner<Guid>(tenant, "select id from devices order by id limit 1 offset 1000");
        (string Name, ListDevices.Query Query, string Sql)[] pages =
        [
            ("first page", new(new DeviceFilter()), ""),
            ("page 1,980 by key", new(new DeviceFilter(), new DeviceId(deep)), $" where d.id < '{deep}'"),
            ("state = locked", new(new DeviceFilter(DeviceState.Locked)), " where d.state = 'locked'"),
            ("search by IMEI", new(new DeviceFilter(Search: "35000000054321")), " where d.imei ^@ '35000000054321'"),
            ("search by contract", new(new DeviceFilter(Search: "KE-054321")), " where l.number ^@ 'KE-054321'"),
            ("search by phone", new(new DeviceFilter(Search: "0700054321")), " where substr(c.phone, 5) like '700054321%'"),
            ("search by name (2,000 found)", new(new DeviceFilter(Search: "amina 7")), " where lower(c.name) like 'amina 7%'"),
        ];
        var merchant = Stage.As(Role.Agent, tenant);
        foreach (var (name, query, sql) in pages)
        {
            await Compare(
                stage, report, $"Grid of 100,000, {name}",
                async () => (await stage.Must(merchant, (ListDevices u) => u.Handle(query, ct), ct)).Rows.Count,
                () => ByHand(stage, tenant, Page + sql + End, 51, ct));
        }

        await Compare(
            stage, report, "Grid of 100,000, counts by state",
            async () => (await stage.Must(merchant, (CountDevices u) => u.Handle(new DeviceFilter(), ct), ct)).Count,
            () => ByHand(stage, tenant, "select state, count(*) from devices group by state", 10, ct));
    }

    private static async Task Compare(Stage stage, Report report, string name, Func<Task<int>> door, Func<Task<int>> hand)
    {
        var (ours, theirs) = (Math.Min(50, await door()), Math.Min(50, await hand()));
        if (ours != theirs || ours == 0) throw new InvalidOperationException($"{name}: the door finds {ours} rows, SQL by hand {theirs}.");
        var times = stage.Options.Of(30, 10);
        List<double> doors = [], hands = [];
        for (var round = 0; round < stage.Options.Rounds; round++)
        {
            doors.Add(await Load.Each(times, door));
            hands.Add(await Load.Each(times, hand));
        }

        report.Times(name, doors, hands);
    }

    private static async Task<int> ByHand(Stage stage, TenantInfo tenant, string sql, int most, CancellationToken ct)
    {
        await using var connection = await stage.Get<Regions>().Of(tenant.Region).App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var walls = Stage.Walls(connection, tenant)) await walls.ExecuteNonQueryAsync(ct);
        var rows = 0;
        await using (var command = new NpgsqlCommand(sql, connection))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            var values = new object[reader.FieldCount];
            while (rows < most && await reader.ReadAsync(ct))
            {
                reader.GetValues(values);
                rows++;
            }
        }

        await transaction.CommitAsync(ct);
        return rows;
    }

    // Nine of ten active, the rest locked, awaiting enrolment or released; one customer and one loan each.
    private static async Task Fill(Stage stage, TenantInfo tenant)
    {
        const string rows = "from generate_series(0, 99999) n";
        static string Id(char kind) => $"(lpad(to_hex(1750000000000 + n), 12, '0') || '7{kind}00' || '8000' || lpad(to_hex(n), 12, '0'))::uuid";
        string[] steps =
        [
            $"insert into customers (id, name, phone, national_id_sealed, national_id_index, national_id_hint, created_at) select {Id('c')}, 'Amina ' || n % 50 || ' Wanjiru', '+254700' || lpad(n::text, 6, '0'), '\\x00', decode(md5(n::text), 'hex'), '**', now() {rows}",
            $"""
            insert into loans (id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor, interest_method,
                annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, caught_up_on, engine_version, total_minor, next_due_on, created_at)
            select {Id('a')}, 'KE-' || lpad(n::text, 6, '0'), {Id('c')}, {Id('d')}, 'active', 'current', 'KES', 1800000, 300000, 1500000, 'none', 0, 12, 1, 'weeks', 3,
                current_date, current_date, 1, 1500000, current_date + 20, now() {rows}
            """,
            $"""
            insert into devices (id, kind, model, imei, customer_id, loan_id, state, phase, state_since, enrolled_at, created_at)
            select {Id('d')}, 'phone', 'Nokia C32', '35' || lpad((n * 10)::text, 13, '0'), {Id('c')}, {Id('a')},
                case when n % 10 <> 3 then 'active' when n % 30 = 3 then 'awaiting_enrolment' when n % 20 = 3 then 'released' else 'locked' end,
                'confirmed', now(), now(), now() {rows}
            """,
            $"insert into device_status (device_id, paid_until, reported_state, last_seen_at, battery) select {Id('d')}, now() + interval '20 days', 'active', now(), 80 {rows}",
        ];
        foreach (var step in steps) await stage.Owner<object>(tenant, step);
        // What autovacuum does a minute later.
        foreach (var table in new[] { "customers", "loans", "devices", "device_status" })
        {
            await using var vacuum = stage.Get<Regions>().Of(tenant.Region).Owner.CreateCommand($"vacuum analyze {tenant.Schema}.{table}");
            vacuum.CommandTimeout = 300;
            await vacuum.ExecuteNonQueryAsync();
        }

        Report.Say($"filled {Devices:N0} devices with customers and loans");
    }
}
