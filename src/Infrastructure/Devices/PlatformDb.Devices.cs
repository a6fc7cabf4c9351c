using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Devices;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>The window of devices.</content>
public sealed partial class PlatformDb : IDevicesDb
{
    // Each arm has an index of its own; an "or" over three tables would read them whole. The comparisons are the index's
    // own byte-wise ones: behind row-level security PostgreSQL looks into an index only by operators that cannot leak
    // what they compare, which "like" and lower() are not.
    private const string Found = """
        select d.* from devices d where d.id in (
            select id from devices where imei ~>=~ {0} and imei ~<~ {1}
            union select id from devices where serial ~>=~ {2} and serial ~<~ {3}
            union select device_id from loans where number ~>=~ {2} and number ~<~ {3}
            union select id from devices where customer_id in (
                select id from customers where name_lower ~>=~ {4} and name_lower ~<~ {5}
                union select id from customers where phone ~>=~ {6} and phone ~<~ {7}))
        """;

    private const string FoundBefore = Found + " and d.id < {8}";

    // Compiled once: thousands of polls a second ask it.
    private static readonly Func<PlatformDb, DeviceId, CancellationToken, Task<bool>> OrderWaits =
        EF.CompileAsyncQuery((PlatformDb db, DeviceId id, CancellationToken ct) => db.Set<DeviceStatus>().Any(s => s.DeviceId == id && s.LiveOrder));

    DbSet<Device> IDevicesDb.Devices => Set<Device>();

    DbSet<DeviceStatus> IDevicesDb.Statuses => Set<DeviceStatus>();

    DbSet<Order> IDevicesDb.Orders => Set<Order>();

    DbSet<Enrolment> IDevicesDb.Enrolments => Set<Enrolment>();

    IQueryable<Loan> IDevicesDb.Loans => Set<Loan>().AsNoTracking();

    IQueryable<Customer> IDevicesDb.Customers => Set<Customer>().AsNoTracking();

    Task<bool> IDevicesDb.OrderWaits(DeviceId id, CancellationToken ct) => OrderWaits(this, id, ct);

    async Task<Loan?> IDevicesDb.LockLoan(LoanId id, CancellationToken ct) =>
        (await Set<Loan>().FromSql($"select * from loans where id = {id.Value} for update").AsNoTracking().ToListAsync(ct)).SingleOrDefault();

    async Task<Device?> IDevicesDb.LockDevice(DeviceId id, CancellationToken ct) =>
        (await Set<Device>().FromSql($"select * from devices where id = {id.Value} for update").ToListAsync(ct)).SingleOrDefault();

    async Task<DeviceStatus> IDevicesDb.LockStatus(DeviceId id, CancellationToken ct) =>
        (await Set<DeviceStatus>().FromSql($"select * from device_status where device_id = {id.Value} for update").ToListAsync(ct)).Single();

    Task IDevicesDb.HoldIdentity(string identity, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_schema() || ':' || {identity}, 0))", ct);

    IQueryable<Device> IDevicesDb.Matching(SearchWords? words, DeviceId? before)
    {
        var devices = Set<Device>();
        if (words is null && before is null) return devices.AsNoTracking();
        if (words is null) return devices.FromSql($"select d.* from devices d where d.id < {before!.Value.Value}").AsNoTracking();
        object[] between = [.. new[] { words.Imei, words.Number, words.Name, words.Phone }.SelectMany(begin => new object[] { begin, End(begin) })];
        return (before is { } key ? devices.FromSqlRaw(FoundBefore, [.. between, key.Value]) : devices.FromSqlRaw(Found, between)).AsNoTracking();
    }

    // What the lease and the loan's other events say as well is left out.
    async Task<IReadOnlyList<DeviceHappening>> IDevicesDb.Timeline(DeviceId id, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select e.type, e.at, e.actor_role, u.display_name, e.reason, e.refused
            from events e left join users u on e.actor_role in ('agent', 'merchant_admin') and u.id::text = e.actor_id
            where e.device_id = $1 and e.type not in ('LockDateMoved', 'LoanStandingChanged') order by e.position desc limit $2
            """, (NpgsqlConnection)Database.GetDbConnection())
        {
            Parameters = { new() { Value = id.Value }, new() { Value = limit } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var story = new List<DeviceHappening>();
        while (await reader.ReadAsync(ct))
        {
            story.Add(new DeviceHappening(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4), reader.GetBoolean(5)));
        }

        return story;
    }

    async Task<int> IDevicesDb.ForgetHeartbeats(DateTimeOffset now, int most, CancellationToken ct) =>
        await Database.SqlQuery<int>($"select forget_heartbeats({now}, {most}) as \"Value\"").SingleAsync(ct);

    // Behind everything that begins so; nothing begins with nothing.
    private static string End(string begin) => begin == "" ? "" : begin + "\U0010FFFF";
}
