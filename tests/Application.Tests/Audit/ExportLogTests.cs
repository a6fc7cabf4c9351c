using Paylatch.Application.Audit;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Audit;

public sealed class ExportLogTests
{
    private static readonly LogPeriod March = new(new(2026, 3, 1), new(2026, 3, 31));

    private const string Many = """
        insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, data)
        select gen_random_uuid(), 'Many', '2026-03-05', 'system', 'system', 'Many', 'many', '{}' from generate_series(1, 2001)
        """;

    [Fact]
    public async Task An_export_hands_out_every_row_once_in_parts_and_is_itself_in_the_log()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Tamper(Many);

        var first = await Export(audit, null);
        var second = await Export(audit, first.Next);

        Assert.Equal(2000, first.Lines.Count);
        Assert.Equal(2001, first.Lines.Concat(second.Lines).Count(l => l.Type == "Many"));
        Assert.Equal(second.Lines.Count + 2000, first.Lines.Concat(second.Lines).Select(l => l.Id).Distinct().Count());
        Assert.Null(second.Next);
        var noted = Assert.Single((await audit.Search("type:LogExported")).Lines);
        Assert.Contains("\"rows\": 2001", noted.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_keeps_to_the_tenants_days_and_the_search_line()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Say("in");

        Assert.Single((await Export(audit, null)).Lines);
        Assert.Empty((await Export(audit, null, March with { To = new(2026, 3, 1) })).Lines);
        Assert.Empty((await Export(audit, null, March with { Line = "type:Nothing" })).Lines);
        Assert.Empty((await Export(audit, null, March with { Line = "until:2026-03-01" })).Lines);
    }

    [Fact]
    public async Task A_period_upside_down_or_too_long_for_paper_is_refused()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Tamper(Many);

        var upsideDown = await audit.Portal.Operations.Run(audit.Admin, (ExportLog u) => u.Handle(new(March with { From = new(2026, 4, 1) }), default), default);
        var tooLong = await audit.Portal.Operations.Run(audit.Admin, (ProveLog u) => u.Handle(March, default), default);

        Assert.Equal("audit.period_invalid", upsideDown.Refusal?.Code);
        Assert.Equal("audit.export_too_long", tooLong.Refusal?.Code);
        Assert.Contains("2,000", tooLong.Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_holds_the_seals_and_keys_of_its_rows_and_shows_a_changed_one()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Say("a", "b");
        await audit.SealRows(2);
        await audit.Say("c");
        await audit.SealRows(3);
        await audit.Say("fresh");

        var proof = await Prove(audit);
        await audit.Tamper($"update events set reason = 'x' where position = {proof.Lines[1].Line.Place.Position}");
        var broken = await Prove(audit);

        Assert.Equal([1L, 1L, 2L, null], proof.Lines.Select(l => l.Seal));
        Assert.Equal([1L, 2L], proof.Seals.Select(s => s.Stored.Seal.Number));
        Assert.Equal((true, 1), (proof.Sound, proof.NotSealedYet));
        Assert.Equal([proof.Seals[0].Stored.KeyId], proof.Keys.Keys);
        Assert.Equal([true, false, true, true], broken.Lines.Take(4).Select(l => l.Sound));
        Assert.False(broken.Sound);
    }

    private static async Task<ExportPart> Export(AuditPortal audit, long? after, LogPeriod? period = null) =>
        (await audit.Portal.Operations.Run(audit.Admin, (ExportLog u) => u.Handle(new(period ?? March, after), default), default)).Value;

    private static async Task<LogProof> Prove(AuditPortal audit) =>
        (await audit.Portal.Operations.Run(audit.Admin, (ProveLog u) => u.Handle(March, default), default)).Value;
}
