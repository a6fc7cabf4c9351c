using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Infrastructure.Audit;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Audit;

public sealed class VerifyLogTests
{
    [Fact]
    public async Task A_log_nobody_touched_is_sound_and_new_rows_are_counted()
    {
        await using var audit = await Sealed();
        await audit.Say("new", "newer");

        var verdict = await audit.Verify();

        Assert.True(verdict.Sound);
        Assert.Equal((5, 2), (verdict.Rows, verdict.NotSealedYet));
    }

    [Theory]
    [InlineData("reason = 'because'")]
    [InlineData("data = data || '{\"format\": \"xml\"}'")]
    [InlineData("at = at + interval '1 microsecond'")]
    [InlineData("recorded_at = recorded_at + interval '1 microsecond'")]
    [InlineData("type = 'Other'")]
    [InlineData("actor_id = 'somebody-else'")]
    [InlineData("actor_role = 'system'")]
    [InlineData("use_case = 'Other'")]
    [InlineData("correlation_id = ''")]
    [InlineData("address = '10.0.0.1'")]
    [InlineData("loan_id = gen_random_uuid()")]
    [InlineData("device_id = gen_random_uuid()")]
    [InlineData("customer_id = gen_random_uuid()")]
    [InlineData("refused = true")]
    [InlineData("id = gen_random_uuid()")]
    [InlineData("xid = pg_current_xact_id()")]
    public async Task A_changed_row_is_named(string change)
    {
        await using var audit = await Sealed();
        var position = (await audit.Positions())[2];

        await audit.Tamper($"update events set {change} where position = {position}");

        var finding = Assert.Single((await audit.Verify()).Findings);
        Assert.Equal((FindingKind.RowChanged, position), (finding.Kind, finding.Position));
    }

    [Fact]
    public async Task A_removed_row_is_named()
    {
        await using var audit = await Sealed();
        var position = (await audit.Positions())[4];

        await audit.Tamper($"delete from events where position = {position}");

        var finding = Assert.Single((await audit.Verify()).Findings);
        Assert.Equal((FindingKind.RowRemoved, position), (finding.Kind, finding.Position));
    }

    [Theory]
    [InlineData("xid", false)]
    [InlineData("pg_current_xact_id()", false)]
    [InlineData("pg_current_xact_id()", true)]
    public async Task A_row_inserted_into_what_is_sealed_is_named_even_when_it_was_sealed_since(string xid, bool sealedSince)
    {
        await using var audit = await Sealed();
        var positions = await audit.Positions();
        await audit.Tamper($"delete from events where position = {positions[2]}");
        await audit.Tamper($"""
            insert into events (position, id, type, at, xid, actor_role, actor_id, use_case, correlation_id, data)
            overriding system value
            select {positions[0]} - 1, gen_random_uuid(), type, at, {xid}, actor_role, actor_id, use_case, correlation_id, data
            from events where position = {positions[1]}
            """);
        if (sealedSince) await audit.SealRows(6);

        var findings = (await audit.Verify()).Findings;

        Assert.Equal([FindingKind.RowRemoved, FindingKind.RowInserted], findings.Select(f => f.Kind));
        Assert.Equal(positions[0] - 1, findings[1].Position);
    }

    [Theory]
    [InlineData("row_hashes = set_byte(row_hashes, 40, get_byte(row_hashes, 40) # 1)", FindingKind.SealChanged)]
    [InlineData("hash = set_byte(hash, 0, get_byte(hash, 0) # 1)", FindingKind.SealChanged)]
    [InlineData("sealed_at = sealed_at - interval '1 day'", FindingKind.SealChanged)]
    [InlineData("next_xid = '1'", FindingKind.SealChanged)]
    [InlineData("signature = (select signature from seals where number = 2)", FindingKind.SignatureWrong)]
    [InlineData("key_id = 'another'", FindingKind.SignatureWrong)]
    public async Task A_changed_seal_is_named(string change, FindingKind kind)
    {
        await using var audit = await Sealed(twice: true);

        await audit.Tamper($"update seals set {change} where number = 1");

        Assert.Contains(new Finding(kind, 1, null), (await audit.Verify()).Findings);
    }

    [Fact]
    public async Task A_missing_seal_is_named_and_its_rows_are_not_taken_for_inserted_ones()
    {
        await using var audit = await Sealed(twice: true);

        await audit.Tamper("delete from seals where number = 1");

        Assert.Equal([new Finding(FindingKind.SealMissing, 1, null)], (await audit.Verify()).Findings);
    }

    [Fact]
    public async Task A_chain_rewritten_with_a_key_of_ones_own_is_not_believed()
    {
        await using var audit = await Sealed();
        await audit.Tamper("update keys set public_jwk = jsonb_set(public_jwk, '{x}', public_jwk -> 'y') where purpose = 'audit'");

        Assert.Equal([new Finding(FindingKind.SignatureWrong, 1, null)], (await audit.Verify()).Findings);
    }

    [Fact]
    public async Task A_log_whose_end_was_cut_off_does_not_meet_a_seal_noted_before()
    {
        await using var audit = await Sealed(twice: true);
        var noted = (await audit.Verify()).Head;

        Assert.True((await audit.Verify(noted)).Sound);
        await audit.Tamper("delete from events where position in (select unnest(positions) from seals where number = 2); delete from seals where number = 2");

        Assert.True((await audit.Verify()).Sound);
        Assert.Equal([new Finding(FindingKind.AnchorMissing, 2, null)], (await audit.Verify(noted)).Findings);
    }

    [Fact]
    public async Task A_log_whose_end_was_cut_off_does_not_meet_what_the_sealer_noted_though_nobody_kept_a_seal()
    {
        await using var audit = await Sealed(twice: true);
        await audit.NoteHeads();
        Assert.True((await audit.Verify()).Sound);

        await audit.Tamper("delete from events where position in (select unnest(positions) from seals where number = 2); delete from seals where number = 2");

        Assert.Equal([new Finding(FindingKind.AnchorMissing, 2, null)], (await audit.Verify()).Findings);
        Assert.Equal([new Finding(FindingKind.AnchorMissing, 2, null)], await audit.VerifyElsewhere());
    }

    [Fact]
    public async Task A_log_rewritten_and_sealed_again_with_the_real_key_is_not_what_was_noted()
    {
        await using var audit = await Sealed(twice: true);
        await audit.NoteHeads();
        await audit.Tamper("delete from seals where number = 2; update events set reason = 'x' where position = (select max(position) from events)");
        await audit.SealOnce();

        Assert.Equal([new Finding(FindingKind.AnchorMissing, 2, null)], (await audit.Verify()).Findings);
    }

    [Fact]
    public async Task The_sealer_seals_no_log_further_whose_end_is_not_what_it_made()
    {
        var alarm = new Alarm();
        await using var audit = await AuditPortal.Start(workers: true, services => services.AddSingleton<ILoggerProvider>(alarm));
        await audit.Say("a", "b");
        await Eventually.True(async () => await audit.Number("select count(*) from seals, unnest(positions)") == 2, "the sealer's seal");
        var seals = await audit.Number("select count(*) from seals");

        await audit.Tamper("delete from seals; update events set reason = 'x' where position = (select min(position) from events)");
        await audit.Say("c");
        await Eventually.True(() => Task.FromResult(alarm.Rung.Any(text => text.Contains("cut off", StringComparison.Ordinal))), "the sealer to say so, loudly");

        Assert.Equal(0, await audit.Number("select count(*) from seals"));
        Assert.Contains(new Finding(FindingKind.AnchorMissing, seals, null), (await audit.Verify()).Findings);
    }

    [Fact]
    public async Task What_was_noted_can_be_added_to_by_the_application_and_never_changed()
    {
        await using var audit = await Sealed();
        await audit.NoteHeads();
        foreach (var change in new[] { "update platform.seal_heads set number = 9", "delete from platform.seal_heads" })
        {
            await using var app = new Npgsql.NpgsqlConnection(audit.Portal.Region.App);
            await app.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = new Npgsql.NpgsqlCommand(change, app);
            var no = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, no.SqlState);
        }
    }

    [Fact]
    public async Task The_command_says_what_it_found_and_how_it_ended()
    {
        await using var audit = await Sealed();
        var (sound, broken, unknown) = (new StringWriter(), new StringWriter(), new StringWriter());

        Assert.Equal(0, await VerifyCommand.Run(audit.Portal.Services, "all", sound));
        await audit.Tamper($"update events set reason = 'x' where position = {(await audit.Positions())[0]}");
        Assert.Equal(1, await VerifyCommand.Run(audit.Portal.Services, audit.Tenant.Slug, broken));
        Assert.Equal(1, await VerifyCommand.Run(audit.Portal.Services, "nobody", unknown));

        Assert.Contains("duka: sound; 5 events in 1 seals checked, 0 not sealed yet", sound.ToString(), StringComparison.Ordinal);
        Assert.Contains("platform: sound", sound.ToString(), StringComparison.Ordinal);
        Assert.Contains($"position {(await audit.Positions())[0]} was changed", broken.ToString(), StringComparison.Ordinal);
        Assert.Contains("There is no merchant", unknown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_read_the_log_may_verify_it()
    {
        await using var audit = await AuditPortal.Start();

        var outcome = await audit.Portal.Operations.Run(TestPortal.As(Role.Agent, audit.Tenant), (VerifyLog u) => u.Handle(new(), default), default);

        Assert.Equal("identity.not_allowed", outcome.Refusal?.Code);
    }

    private sealed class Alarm : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Rung { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Rung.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }

    private static async Task<AuditPortal> Sealed(bool twice = false)
    {
        var audit = await AuditPortal.Start();
        await audit.Say("a", "b", "c", "d", "e");
        await audit.SealRows(5);
        if (!twice) return audit;
        await audit.Say("f", "g");
        await audit.SealRows(7);
        return audit;
    }
}
