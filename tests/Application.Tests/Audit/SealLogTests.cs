using Npgsql;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Audit;

public sealed class SealLogTests
{
    private const string Insert = """
        insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, data)
        values (gen_random_uuid(), 'Slow', now(), 'system', 'system', 'Slow', 'slow', '{}')
        """;

    [Fact]
    public async Task Nothing_is_sealed_past_a_transaction_that_is_still_in_flight()
    {
        await using var audit = await AuditPortal.Start();
        await using var connection = await audit.OwnerInside();
        var slow = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(Insert, connection)) await insert.ExecuteNonQueryAsync();
        await audit.Say("after");

        await audit.SealOnce();
        var sealedWhileInFlight = await audit.Number("select count(*) from seals");
        await slow.CommitAsync();
        await audit.SealRows(2);

        Assert.Equal(0, sealedWhileInFlight);
        Assert.Equal(1, await audit.Number("select count(*) from seals where positions = array(select position from events order by xid, position)"));
        Assert.True((await audit.Verify()).Sound);
    }

    [Fact]
    public async Task A_row_that_got_its_position_early_and_committed_late_is_sealed_and_sound()
    {
        await using var audit = await AuditPortal.Start();
        await using var connection = await audit.OwnerInside();
        await audit.Say("before");
        var slow = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand(Insert, connection)) await insert.ExecuteNonQueryAsync();
        await audit.SealRows(1);
        await audit.Say("after");
        await slow.CommitAsync();

        await audit.SealRows(3);

        Assert.Equal((true, 3, 0), Short(await audit.Verify()));
    }

    [Fact]
    public async Task Rows_are_sealed_once_even_when_positions_run_against_the_order_of_transactions()
    {
        await using var audit = await AuditPortal.Start();
        await using var connection = await audit.OwnerInside();
        var early = await connection.BeginTransactionAsync();
        await using (var begin = new NpgsqlCommand("select pg_current_xact_id()", connection)) await begin.ExecuteNonQueryAsync();
        await audit.Say("later transaction, earlier position");
        await using (var insert = new NpgsqlCommand(Insert, connection)) await insert.ExecuteNonQueryAsync();
        await early.CommitAsync();

        await audit.SealRows(2);
        await audit.Say("one more");
        await audit.SealRows(3);

        Assert.Equal((true, 3, 0), Short(await audit.Verify()));
        Assert.Equal(3, await audit.Number("select sum(cardinality(positions))::bigint from seals"));
    }

    [Fact]
    public async Task A_row_caught_between_its_position_and_its_end_is_not_taken_for_a_slipped_in_one()
    {
        await using var audit = await AuditPortal.Start();
        // The first position of a sequence takes a transaction's number with it; the ones after do not.
        await audit.Say("before");
        await using var holder = await audit.OwnerInside();
        await using var slow = await audit.OwnerInside();
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(7)", holder)) await hold.ExecuteNonQueryAsync();
        await using var insert = new NpgsqlCommand(Insert.Replace("now()", "(select now() from pg_advisory_lock(7))", StringComparison.Ordinal), slow);
        var inserting = insert.ExecuteNonQueryAsync();
        await Eventually.True(async () => await audit.Number("select count(*) from pg_locks where locktype = 'advisory' and objid = 7 and not granted") == 1, "the insert waiting");
        await audit.Say("after");
        await audit.SealOnce();
        await using (var letGo = new NpgsqlCommand("select pg_advisory_unlock(7)", holder)) await letGo.ExecuteNonQueryAsync();
        await inserting;

        await audit.SealRows(3);

        Assert.Equal((true, 3, 0), Short(await audit.Verify()));
    }

    [Fact]
    public async Task Sealers_of_many_nodes_at_once_make_one_chain()
    {
        await using var audit = await AuditPortal.Start();
        await Parallel.ForEachAsync(Enumerable.Range(0, 30), async (i, _) =>
        {
            await audit.Say($"word-{i}");
            await audit.SealOnce();
        });

        await audit.SealRows(30);

        Assert.Equal((true, 30, 0), Short(await audit.Verify()));
        Assert.Equal(30, await audit.Number("select count(distinct p) from seals, unnest(positions) p"));
    }

    [Fact]
    public async Task A_long_log_is_sealed_in_several_seals_that_stand_on_each_other()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Tamper(Insert.Replace("values (", "select ", StringComparison.Ordinal).Replace("'{}')", "'{}' from generate_series(1, 2500)", StringComparison.Ordinal));

        await audit.SealRows(2500);

        Assert.Equal(3, await audit.Number("select count(*) from seals"));
        Assert.Equal((true, 2500, 0), Short(await audit.Verify()));
    }

    [Fact]
    public async Task The_platforms_own_log_is_sealed_too()
    {
        await using var portal = await TestPortal.Start(workers: true);
        await portal.Operations.Run(
            TestPortal.As(Application.Identity.Role.Visitor, portal.Platform()), (Application.Audit.SearchLog u) => u.Handle(new(""), default), default);

        await Eventually.True(
            async () => (await portal.Operations.Run(
                TestPortal.As(Application.Identity.Role.SuperAdmin, portal.Platform()), (Application.Audit.VerifyLog u) => u.Handle(new(), default), default)).Value is { Rows: 1, Sound: true },
            "the refused attempt sealed by the loop");
    }

    private static (bool, long, long) Short(Application.Audit.LogVerdict verdict) => (verdict.Sound, verdict.Rows, verdict.NotSealedYet);
}
