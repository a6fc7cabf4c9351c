using Paylatch.Application.Lending;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Trouble;

[Collection(TroubleCollection.Name)]
public sealed class KillInTheMiddleOfADayCloseTests(TroubleHost host)
{
    private const int Copies = 20_000;
    private const string Ours = "l.number like 'KILL-%'";

    [Fact]
    public async Task A_portal_killed_while_it_closes_a_day_goes_on_where_it_was_and_posts_nothing_twice()
    {
        var sold = await host.Sell();
        try
        {
            await Copy(sold);
            await Slow(sold);
            await host.Must(TroubleHost.Admin(sold.Tenant), (MoveClock u) => u.Handle(new(ClockStep.Day), default));
            await Eventually.True(async () => await Closed(sold) is > 0, "the close to be under way", TroubleHost.Patience);

            await host.Demo.Web.KillHard();

            await Eventually.True(async () => await Unlocked(sold), "what the dead node held to be free", TroubleHost.Patience);
            var done = await Closed(sold);
            await Unslow(sold);
            Assert.InRange(done, 1, Copies - 1);
            Assert.Equal(done, await host.Count(sold.Tenant, $"ledger_transfers t join loans l on l.id = t.loan_id where {Ours}"));

            host.Demo.Web.Start();
            await host.Ready();
            await host.Must(TroubleHost.Admin(sold.Tenant), (StartDayClose u) => u.Handle());
            await Eventually.True(async () => await Closed(sold) == Copies, "the close to go on to its end", 3 * TroubleHost.Patience);

            Assert.Equal(Copies, await host.Count(sold.Tenant, $"ledger_transfers t join loans l on l.id = t.loan_id where {Ours}"));
            Assert.Equal(0, await host.Count(sold.Tenant, $"""
                loans l where {Ours} and l.accrued_minor <> (
                    select coalesce(sum(e.amount_minor), 0) from ledger_entries e join ledger_accounts a on a.id = e.account_id and a.code = '1210' where e.loan_id = l.id)
                """));
        }
        finally
        {
            await Unslow(sold);
            if (!host.Demo.Web.Running) host.Demo.Web.Start();
            await host.Ready();
            await host.Sql(sold.Tenant, $"update loans l set state = 'paid_off', next_due_on = null where {Ours}");
        }
    }

    private Task<long> Closed(Sold sold) => host.Count(sold.Tenant, $"loans l where {Ours} and l.accrued_minor > 0");

    private async Task<bool> Unlocked(Sold sold)
    {
        try
        {
            await host.Sql(sold.Tenant, $"select count(*) from (select 1 from day_close_lanes for update nowait) a, (select 1 from loans l where {Ours} for update nowait) b limit 1");
            return true;
        }
        catch (Npgsql.PostgresException held) when (held.SqlState == Npgsql.PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    // However fast the machine, each set then takes long enough for a kill to come before the last.
    private Task<object?> Slow(Sold sold) => host.Sql(sold.Tenant, """
        create function slowly() returns trigger language plpgsql as 'begin perform pg_sleep(0.5); return null; end';
        create trigger slowly after insert on ledger_transfers for each statement execute function slowly()
        """);

    private Task<object?> Unslow(Sold sold) => host.Sql(sold.Tenant, "drop function if exists slowly cascade");

    // Loans that earn a little every day and to which nothing else happens for a long while.
    private Task<object?> Copy(Sold sold) => host.Sql(sold.Tenant, $"""
        with copy as (
            insert into loans (id, tenant_id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor, interest_method,
                annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, engine_version, total_minor, next_due_on, caught_up_on, created_at)
            select gen_random_uuid(), l.tenant_id, 'KILL-' || n, l.customer_id, gen_random_uuid(), 'active', 'current', l.currency, 110000, 10000, 100000, 'flat',
                100, 1, 60, 'days', 0, l.disbursed_on, 2, 160000, l.disbursed_on + 60, l.disbursed_on, l.created_at
            from loans l, generate_series(1, {Copies}) n where l.id = $1 returning id, tenant_id, disbursed_on)
        insert into installments (loan_id, number, tenant_id, from_on, due_on, principal_minor, interest_minor, earned_minor)
        select id, 1, tenant_id, disbursed_on, disbursed_on + 60, 100000, 60000, 60000 from copy
        """, sold.Loan.Value);
}
