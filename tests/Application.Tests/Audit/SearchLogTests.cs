using Paylatch.Application.Audit;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Audit;

public sealed class SearchLogTests
{
    private static readonly Guid Amina = Guid.Parse("01950000-0000-7000-8000-000000000001");
    private static readonly Guid Customer = Guid.Parse("01950000-0000-7000-8000-000000000002");
    private static readonly Guid Device = Guid.Parse("01950000-0000-7000-8000-000000000003");
    private static readonly Guid Loan = Guid.Parse("01950000-0000-7000-8000-000000000004");

    [Fact]
    public async Task Pages_follow_each_other_newest_first_without_a_gap()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Say("a", "b", "c", "d", "e");

        var first = await audit.Search("", limit: 2);
        await audit.Say("f");
        var second = await audit.Search("", first.Next, 2);
        var third = await audit.Search("", second.Next, 2);

        Assert.Equal(5, first.Count);
        Assert.Equal(["e", "d", "c", "b", "a"], first.Lines.Concat(second.Lines).Concat(third.Lines).Select(Word));
        Assert.Null(third.Next);
    }

    [Theory]
    [InlineData("actor:\"amina w\"", "named")]
    [InlineData("actor:01950000-0000-7000-8000-000000000001", "named")]
    [InlineData("actor:merchant-admin", "named plain")]
    [InlineData("type:DeviceLocked", "named")]
    [InlineData("type:devicelo", "named")]
    [InlineData("use:LockWhen", "named")]
    [InlineData("loan:PL-000007", "named")]
    [InlineData("loan:01950000-0000-7000-8000-000000000004", "named")]
    [InlineData("device:490154203237518", "named")]
    [InlineData("customer:+254700000001", "named")]
    [InlineData("customer:njeri", "named")]
    [InlineData("request:request-7", "named")]
    [InlineData("from:10.0.0.7", "named")]
    [InlineData("from:10.0.", "named")]
    [InlineData("from:10.1", "")]
    [InlineData("why:grace", "named")]
    [InlineData("why:gr%nded", "")]
    [InlineData("why:gr_ce", "")]
    [InlineData("grace", "named")]
    [InlineData("refused:no", "named plain")]
    [InlineData("since:2026-02-01 until:2026-02-01", "named")]
    [InlineData("since:2026-02-02", "plain")]
    [InlineData("until:2026-01-31", "")]
    [InlineData("'; drop table events; --", "")]
    public async Task Filters_find_what_they_name(string line, string found)
    {
        await using var audit = await AuditPortal.Start();
        await Populate(audit);
        await audit.Say("plain");

        var page = await audit.Search(line);

        Assert.Equal(found.Split(' ', StringSplitOptions.RemoveEmptyEntries), page.Lines.Select(Word).Reverse());
        Assert.Equal(page.Lines.Count, page.Count);
    }

    [Fact]
    public async Task Ids_are_shown_with_the_names_they_have()
    {
        await using var audit = await AuditPortal.Start();
        await Populate(audit);

        var line = Assert.Single((await audit.Search("type:DeviceLocked")).Lines);

        Assert.Equal(("Amina Wanjiru", "PL-000007", "Njeri"), (line.ActorName, line.LoanNumber, line.CustomerName));
        Assert.Equal("Galaxy A15 · 490154203237518", line.DeviceLabel);
    }

    [Fact]
    public async Task Refused_attempts_are_found_with_who_and_why()
    {
        await using var audit = await AuditPortal.Start();
        await audit.Say("done");
        await audit.Portal.Operations.Run(
            TestPortal.As(Role.Agent, audit.Tenant) with { Address = "10.1.2.3" }, (SearchLog u) => u.Handle(new(""), default), default);

        var line = Assert.Single((await audit.Search("refused:yes")).Lines);

        Assert.Equal(("AttemptRefused", "SearchLog", "identity.not_allowed"), (line.Type, line.UseCase, line.Reason));
        Assert.Equal(("agent", "test-Agent", "10.1.2.3", true), (line.ActorRole, line.ActorId, line.Address, line.Refused));
    }

    [Fact]
    public async Task The_platforms_own_log_can_be_searched_and_no_merchant_sees_it()
    {
        await using var audit = await AuditPortal.Start();
        var admin = TestPortal.As(Role.SuperAdmin, audit.Portal.Platform());
        await audit.Portal.Operations.Run(admin, (AuditPortal.SaySomething u) => u.Handle("x"), default);
        await audit.Portal.Operations.Run(TestPortal.As(Role.MerchantAdmin, audit.Portal.Platform()), (AuditPortal.SaySomething u) => u.Handle("platform"), default);

        var platform = (await audit.Portal.Operations.Run(admin, (SearchLog u) => u.Handle(new("refused:no"), default), default)).Value;
        var byLoan = (await audit.Portal.Operations.Run(admin, (SearchLog u) => u.Handle(new("loan:PL-1 device:1 customer:x"), default), default)).Value;

        Assert.Equal(["platform"], platform.Lines.Select(Word));
        Assert.Empty(byLoan.Lines);
        Assert.Empty((await audit.Search("")).Lines);
    }

    [Fact]
    public async Task An_events_story_tells_its_place_in_the_chain_and_what_else_the_request_did()
    {
        await using var audit = await AuditPortal.Start();
        var caller = audit.Admin;
        foreach (var word in (string[])["one", "two"]) await audit.Portal.Operations.Run(caller, (AuditPortal.SaySomething u) => u.Handle(word), default);
        await audit.Say("other");
        var id = (await audit.Search("")).Lines[2].Id;

        var fresh = await Story(audit, id);
        await audit.SealRows(3);
        var closed = await Story(audit, id);
        await audit.Tamper($"update events set reason = 'x' where id = '{id}'");
        var broken = await Story(audit, id);
        var missing = await audit.Portal.Operations.Run(audit.Admin, (ShowEvent u) => u.Handle(new EventId(Guid.NewGuid()), default), default);

        Assert.Equal((ChainState.NotSealedYet, (long?)null), (fresh.Chain, fresh.Seal));
        Assert.Equal((ChainState.Sealed, 1L), (closed.Chain, closed.Seal));
        Assert.EndsWith(closed.SealHash!, (await audit.Verify()).Head, StringComparison.Ordinal);
        Assert.Equal(ChainState.Broken, broken.Chain);
        Assert.Equal(["two"], closed.Together.Select(Word));
        Assert.Equal("audit.event_not_found", missing.Refusal?.Code);
    }

    private static async Task<EventStory> Story(AuditPortal audit, EventId id) =>
        (await audit.Portal.Operations.Run(audit.Admin, (ShowEvent u) => u.Handle(id, default), default)).Value;

    private static string Word(LogLine line) => System.Text.Json.JsonDocument.Parse(line.Data).RootElement.GetProperty("format").GetString()!;

    private static Task Populate(AuditPortal audit) => audit.Tamper($$"""
        insert into users (id, role, display_name, user_name, normalized_user_name)
        values ('{{Amina}}', 'merchant_admin', 'Amina Wanjiru', 'amina@duka.test', 'AMINA@DUKA.TEST');
        insert into customers (id, name, phone, national_id_sealed, national_id_index, national_id_hint, created_at)
        values ('{{Customer}}', 'Njeri', '+254700000001', '', '', '', now());
        insert into devices (id, kind, model, imei, state, phase, state_since, created_at)
        values ('{{Device}}', 'phone', 'Galaxy A15', '490154203237518', 'active', 'confirmed', now(), now());
        insert into loans (id, number, customer_id, device_id, state, standing, currency, price_minor, deposit_minor, principal_minor, interest_method,
            annual_rate_percent, installment_count, repay_every, repay_unit, grace_days, disbursed_on, caught_up_on, engine_version, total_minor, created_at)
        values ('{{Loan}}', 'PL-000007', '{{Customer}}', '{{Device}}', 'active', 'current', 'KES', 1000, 0, 1000, 'none', 0, 1, 1, 'weeks', 3, '2026-03-01', '2026-03-01', 1, 1000, now());
        insert into events (id, type, at, actor_role, actor_id, use_case, correlation_id, address, loan_id, device_id, customer_id, reason, data)
        values (gen_random_uuid(), 'DeviceLocked', '2026-02-01 12:00+03', 'merchant_admin', '{{Amina}}', 'LockWhenGraceEnded', 'request-7', '10.0.0.7',
            '{{Loan}}', '{{Device}}', '{{Customer}}', 'Grace ended', '{"format": "named"}')
        """);
}
