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
    // Nothing begins with it.
    private const string NeverTyped = "\u0001";

    // Each arm has an index of its own; an "or" over three tables would read them whole. {3} and {4} are the phone as it is
    // stored and as people dial it at home, without the country's two or three digits. "Starts with" is written ^@: behind
    // row-level security only operators marked leakproof may use an index, and "like" is none of them.
    private const string Found = """
        select d.* from devices d where d.id in (
            select id from devices where imei ^@ {0}
            union select id from devices where serial ^@ {1}
            union select device_id from loans where number ^@ {1}
            union select id from devices where customer_id in (
                select id from customers where lower(name) like {2}
                union select id from customers where phone ^@ {3}
                union select id from customers where substr(phone, 5) like {4}
                union select id from customers where substr(phone, 4) like {4}))
        """;

    private const string FoundBefore = Found + " and d.id < {5}";

    DbSet<Device> IDevicesDb.Devices => Set<Device>();

    DbSet<DeviceStatus> IDevicesDb.Statuses => Set<DeviceStatus>();

    DbSet<Order> IDevicesDb.Orders => Set<Order>();

    DbSet<Enrolment> IDevicesDb.Enrolments => Set<Enrolment>();

    IQueryable<Loan> IDevicesDb.Loans => Set<Loan>().AsNoTracking();

    IQueryable<Customer> IDevicesDb.Customers => Set<Customer>().AsNoTracking();

    async Task<Loan?> IDevicesDb.LockLoan(LoanId id, CancellationToken ct) =>
        (await Set<Loan>().FromSql($"select * from loans where id = {id.Value} for update").AsNoTracking().ToListAsync(ct)).SingleOrDefault();

    async Task<Device?> IDevicesDb.LockDevice(DeviceId id, CancellationToken ct) =>
        (await Set<Device>().FromSql($"select * from devices where id = {id.Value} for update").ToListAsync(ct)).SingleOrDefault();

    async Task<DeviceStatus> IDevicesDb.LockStatus(DeviceId id, CancellationToken ct) =>
        (await Set<DeviceStatus>().FromSql($"select * from device_status where device_id = {id.Value} for update").ToListAsync(ct)).Single();

    Task IDevicesDb.HoldIdentity(string identity, CancellationToken ct) =>
        Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended(current_schema() || ':' || {identity}, 0))", ct);

    IQueryable<Device> IDevicesDb.Matching(string? typed, DeviceId? before)
    {
        var words = typed?.Trim() ?? "";
        var older = before is { } key ? key.Value : (object)DBNull.Value;
        if (words == "")
            return before is null ? Set<Device>().AsNoTracking() : Set<Device>().FromSqlRaw("select d.* from devices d where d.id < {0}", older).AsNoTracking();
        var digits = string.Concat(words.Where(char.IsAsciiDigit));
        // An IMEI and a phone are typed with spaces, dashes or a plus; anything shorter than three digits finds too much.
        var onlyDigits = digits.Length >= 3 && words.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '+' or '/' or '.' or '(' or ')');
        object[] values =
        [
            onlyDigits ? digits : NeverTyped,
            words.ToUpperInvariant(),
            Escaped(words.ToLowerInvariant()) + "%",
            onlyDigits ? "+" + digits : NeverTyped,
            onlyDigits && digits[0] == '0' ? digits[1..] + "%" : "",
            older,
        ];
        return (before is null ? Set<Device>().FromSqlRaw(Found, values[..5]) : Set<Device>().FromSqlRaw(FoundBefore, values)).AsNoTracking();
    }

    async Task<IReadOnlyList<DeviceHappening>> IDevicesDb.Timeline(DeviceId id, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select e.type, e.at, e.actor_role, u.display_name, e.reason, e.refused
            from events e left join users u on e.actor_role in ('agent', 'merchant_admin') and u.id::text = e.actor_id
            where e.device_id = $1 order by e.position desc limit $2
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

    private static string Escaped(string typed) =>
        typed.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
