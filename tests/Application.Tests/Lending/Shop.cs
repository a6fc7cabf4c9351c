using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Lending;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>A merchant's shop for tests: sells, lets days pass, pays, and looks into the tables behind the application's back.</summary>
internal sealed class Shop(TestPortal portal, TenantInfo tenant)
{
    private static int _phones;

    /// <summary>The portal.</summary>
    public TestPortal Portal => portal;

    /// <summary>The tenant.</summary>
    public TenantInfo Tenant => tenant;

    /// <summary>Opens a shop on a portal of its own.</summary>
    public static async Task<Shop> Open(
        string currency = "KES", bool sandbox = false, string zone = "Africa/Nairobi", bool workers = false, Action<IServiceCollection>? also = null)
    {
        var portal = await TestPortal.Start(
            services =>
            {
                services.AddUseCases(typeof(Shop).Assembly);
                also?.Invoke(services);
            },
            workers);
        return new Shop(portal, await portal.NewTenant("duka", currency, sandbox, zone));
    }

    /// <summary>Another shop on the same portal.</summary>
    public async Task<Shop> Beside(string slug, string zone = "Africa/Nairobi") => new(portal, await portal.NewTenant(slug, zone: zone));

    /// <summary>A plan of three monthly installments of 1,000 with two days of grace.</summary>
    public static Plan Plan(int installments = 3, int grace = 2, decimal price = 3_500, decimal deposit = 500, RepayUnit unit = RepayUnit.Months, int every = 1) =>
        new(price, deposit, installments, every, unit, InterestMethod.None, 0, grace);

    /// <summary>Runs a use case as a role.</summary>
    public Task<Outcome<T>> Run<TUse, T>(Role role, Func<TUse, Task<T>> use)
        where TUse : notnull => portal.Operations.Run(TestPortal.As(role, tenant), use, default);

    /// <summary>A new customer.</summary>
    public async Task<CustomerRow> NewCustomer(string name = "Amina Wanjiru")
    {
        var n = Interlocked.Increment(ref _phones);
        var command = new RegisterCustomer.Command(name, $"+2547{n:D8}", $"ID{n:D8}");
        return (await Run(Role.Agent, (RegisterCustomer u) => u.Handle(command, default))).Value;
    }

    /// <summary>A new device in the table, as the Devices capability would have put it there.</summary>
    public async Task<DeviceId> NewDevice(string state = "awaiting_enrolment")
    {
        var id = new DeviceId(Guid.CreateVersion7());
        await Owner("""
            with device as (
                insert into {s}.devices (id, tenant_id, kind, model, serial, state, phase, state_since, created_at)
                values ($1, $2, 'phone', 'Nokia C32', $3, $4, 'confirmed', now(), now()) returning id, tenant_id)
            insert into {s}.device_status (device_id, tenant_id) select id, tenant_id from device
            """, id.Value, tenant.Id.Value, id.ToString(), state);
        return id;
    }

    /// <summary>A loan sold just now.</summary>
    public async Task<LoanId> Sell(Plan? plan = null)
    {
        var (customer, device) = (await NewCustomer(), await NewDevice());
        return (await Book(customer.Id, device, plan ?? Plan())).Value.Loan;
    }

    /// <summary>Sells one loan and copies it, each copy on a device of its own: selling hundreds one by one would only cost time.</summary>
    public async Task<LoanId> SellMany(int count, Plan? plan = null)
    {
        var first = await Sell(plan);
        await Owner("""
            with device as (
                insert into {s}.devices (id, tenant_id, kind, model, serial, state, phase, state_since, created_at)
                select gen_random_uuid(), d.tenant_id, d.kind, d.model, d.serial || '-' || n, d.state, d.phase, d.state_since, d.created_at
                from {s}.devices d join {s}.loans l on l.device_id = d.id, generate_series(2, $2) n where l.id = $1 returning id, tenant_id),
            status as (insert into {s}.device_status (device_id, tenant_id) select id, tenant_id from device),
            copy as (
                insert into {s}.loans (id, tenant_id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor,
                    interest_method, annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, engine_version, total_minor,
                    next_due_on, caught_up_on, created_at, contract)
                select gen_random_uuid(), l.tenant_id, 'PL-X' || row_number() over (order by device.id), customer_id, device.id, state, standing, currency, price_minor,
                    deposit_minor, principal_minor, interest_method, annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on,
                    engine_version, total_minor, next_due_on, caught_up_on, created_at, contract
                from {s}.loans l, device where l.id = $1 returning id, tenant_id)
            insert into {s}.installments (loan_id, number, tenant_id, from_on, due_on, principal_minor, interest_minor, earned_minor)
            select copy.id, i.number, i.tenant_id, i.from_on, i.due_on, i.principal_minor, i.interest_minor, i.earned_minor from copy, {s}.installments i where i.loan_id = $1
            """, first.Value, count);
        return first;
    }

    /// <summary>Books a loan.</summary>
    public Task<Outcome<BookLoan.Booked>> Book(CustomerId customer, DeviceId device, Plan plan, string? key = null) =>
        Run(Role.Agent, (BookLoan u) => u.Handle(new(customer, device, plan, key ?? Guid.NewGuid().ToString()), default));

    /// <summary>Takes a payment the way the Payments capability does it: under the loan's lock.</summary>
    public async Task Pay(LoanId loan, decimal amount) =>
        _ = (await Run(Role.System, (TakePayment u) => u.Handle(loan, amount))).Value;

    /// <summary>Lets days pass.</summary>
    public void Days(int days) => portal.Time.Advance(TimeSpan.FromDays(days));

    /// <summary>Closes every day that has come.</summary>
    public Task<int> CatchUp() => portal.Services.GetRequiredService<DayCloseRunner>().CatchUp(tenant.Id, default);

    /// <summary>One value read past the application; <c>{s}</c> stands for the schema.</summary>
    public async Task<T> Read<T>(string sql, params object[] values)
    {
        await using var connection = await Past();
        await using var command = Command(connection, sql, values);
        return await command.ExecuteScalarAsync() is T read ? read : default!;
    }

    /// <summary>SQL past the application, within the tenant's walls.</summary>
    public async Task<int> Owner(string sql, params object[] values)
    {
        await using var connection = await Past();
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> Past()
    {
        var connection = new NpgsqlConnection(portal.Region.Owner);
        await connection.OpenAsync();
        await using var walls = new NpgsqlCommand("select set_config('app.tenant_id', $1, false)", connection) { Parameters = { new() { Value = tenant.Id.Value.ToString() } } };
        await walls.ExecuteNonQueryAsync();
        return connection;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql.Replace("{s}", tenant.Schema, StringComparison.Ordinal), connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>The balance of an account by its code.</summary>
    public Task<long> Balance(string code) => Read<long>("""
        select coalesce(sum(e.amount_minor), 0)::bigint from {s}.ledger_entries e join {s}.ledger_accounts a on a.id = e.account_id where a.code = $1
        """, code);

    /// <summary>Compares the books with the loans and payments; says every difference.</summary>
    public async Task<string> Proof() => string.Join(
        ", ", (await Run(Role.MerchantAdmin, (ProveBooksNow u) => u.Handle(default))).Value.Rows.Select(row => $"{row.What} {row.Account} {row.ExpectedMinor} {row.BookedMinor}"));

    /// <summary>The lines of the newest transfer of a kind, as text such as <c>1000 50000, 1200 -50000</c>.</summary>
    public Task<string> LastLines(string kind) => Read<string>("""
        select string_agg(a.code || ' ' || e.amount_minor, ', ' order by e.line)
        from {s}.ledger_entries e join {s}.ledger_accounts a on a.id = e.account_id
        where e.transfer_id = (select id from {s}.ledger_transfers where kind = $1 order by ctid desc limit 1)
        """, kind);

    /// <summary>How often each event is in the log, as text such as <c>GraceEnded:1 LoanBooked:1</c>.</summary>
    public Task<string> Events(params string[] types) => Read<string>("""
        select coalesce(string_agg(type || ':' || n, ' ' order by type), '')
        from (select type, count(*) n from {s}.events where type = any($1) group by type) x
        """, (object)types);

    /// <summary>Takes a payment under the loan's lock.</summary>
    [Allow(Permission.System)]
    public sealed class TakePayment(ILendingDb db, ILedgerDb ledger, TenantClock clock)
    {
        public async Task<Nothing> Handle(LoanId id, decimal amount)
        {
            var loan = await db.LockLoan(id, default) ?? throw LendingRefusals.LoanNotFound();
            loan.ApplyPayment(new PaymentId(clock.NewId()), Money.Round(amount, loan.Currency, MidpointRounding.ToEven), clock.Today);
            await ledger.Post(loan, clock, default, Chart.Cash);
            return default;
        }
    }
}
