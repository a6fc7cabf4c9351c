using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Lending;

/// <summary>The close of days when more than one thing goes wrong or happens at once.</summary>
public sealed class CloseDayTroubleTests
{
    [Fact]
    public async Task Every_missed_installment_becomes_overdue_and_is_reminded_of_not_the_first_alone()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Sell();
        shop.Days(100);
        await shop.CatchUp();
        await shop.CatchUp();

        Assert.Equal("1:2026-04-03 2:2026-05-03 3:2026-06-03", await shop.Read<string>("""
            select string_agg(concat_ws(':', data->>'installment', (data->>'dueOn')::date + 1), ' ' order by position) from {s}.events where type = 'InstallmentOverdue'
            """));
        Assert.Equal(
            "1:in_3_days 1:lock_near 1:overdue 1:today 1:tomorrow 2:in_3_days 2:today 2:tomorrow 3:in_3_days 3:today 3:tomorrow",
            await shop.Read<string>("select string_agg(installment || ':' || kind, ' ' order by installment, kind) from {s}.reminders"));
        Assert.Equal("GraceEnded:1", await shop.Events("GraceEnded"));
    }

    [Fact]
    public async Task One_shop_whose_days_cannot_be_closed_keeps_no_other_waiting()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var broken = await shop.Beside("broken");
        foreach (var one in new[] { shop, broken }) await one.Sell();
        await broken.Owner("""
            create function {s}.refuse() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
            create trigger refuse before update on {s}.day_close_lanes for each row execute function {s}.refuse();
            """);
        shop.Days(34);

        await ActivatorUtilities.CreateInstance<CloseDayJob>(portal.Services).Execute(null!, TestContext.Current.CancellationToken);

        Assert.Equal(new DateOnly(2026, 4, 5), await shop.Read<DateOnly>("select max(day) from {s}.day_closes where finished_at is not null"));
        Assert.Equal(0L, await broken.Read<long>("select count(*) from {s}.day_closes where finished_at is not null"));
    }

    [Fact]
    public async Task A_payment_that_holds_the_loan_when_the_close_comes_to_it_is_seen_whole_by_the_close()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var loan = await shop.Sell();
        shop.Days(33);
        await shop.CatchUp();
        Assert.Equal("overdue", await shop.Read<string>("select standing from {s}.loans where id = $1", loan.Value));
        shop.Days(1);
        await using var paying = new NpgsqlConnection(portal.Region.Owner);
        await paying.OpenAsync(TestContext.Current.CancellationToken);
        await Run($"set search_path to {shop.Tenant.Schema}; set app.tenant_id to '{shop.Tenant.Id}'; begin; select 1 from loans for update");

        var close = shop.CatchUp();
        await Eventually.True(
            () => shop.Read<bool>("select exists (select from pg_locks where not granted and $1 = any(pg_blocking_pids(pid)))", paying.ProcessID), "the close to wait for the payment");
        await Run("""
            update installments set paid_principal_minor = principal_minor where number = 1;
            update loans set paid_minor = 100000, next_due_on = '2026-05-02', standing = 'current', version = version + 1;
            commit;
            """);
        await close;

        Assert.Equal("current", await shop.Read<string>("select standing from {s}.loans where id = $1", loan.Value));
        Assert.Equal("", await shop.Events("GraceEnded"));

        async Task Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, paying);
            await command.ExecuteNonQueryAsync();
        }
    }
}
