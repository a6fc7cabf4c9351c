using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>Two-phase transfers: what is held back is posted or voided, once, and in time.</summary>
public sealed class PendingTests
{
    [Fact]
    public async Task A_pending_transfer_moves_nothing_until_it_is_posted()
    {
        await using var desk = await Desk.Open();
        var held = await desk.Hold("1000", "4000", 50);

        Assert.Equal(0L, await desk.Shop.Balance("1000"));
        Assert.False((await desk.PostPending(held)).Value);
        Assert.Equal((5_000L, -5_000L), (await desk.Shop.Balance("1000"), await desk.Shop.Balance("4000")));
        Assert.Equal("ledger.already_resolved", (await desk.PostPending(held)).Refusal?.Code);
        Assert.Equal("ledger.already_resolved", (await desk.VoidPending(held)).Refusal?.Code);
        Assert.Equal("JournalPosted:1 PendingPosted:1", await desk.Shop.Events("JournalPosted", "PendingPosted"));
    }

    [Fact]
    public async Task Less_can_be_posted_and_the_rest_is_free_and_more_is_refused()
    {
        await using var desk = await Desk.Open();
        await desk.Post("1000", "2100", 100);
        var held = await desk.Hold("2100", "1000", 80);

        Assert.Equal("ledger.guard_passed", (await desk.Post("2100", "1000", 30)).Refusal?.Code);
        Assert.Equal("ledger.beyond_reserved", (await desk.PostPending(held, "80.01")).Refusal?.Code);
        Assert.True((await desk.PostPending(held, "20")).Done);
        Assert.Equal("-8000 0", await desk.Kept("2100"));
        Assert.True((await desk.Post("2100", "1000", 80)).Done);
    }

    [Fact]
    public async Task The_database_itself_refuses_to_post_more_than_was_reserved_or_too_late()
    {
        await using var desk = await Desk.Open();
        var held = await desk.Hold("1000", "4000", 5);
        var id = Guid.CreateVersion7();
        var posting = desk.Transfer(id, also: $"'posting', '{held}', null");

        Assert.Equal("ledger_beyond_reserved", (await desk.Raw(posting, desk.Lines(id, "1000:501 4000:-501")))?.ConstraintName);
        Assert.Equal("ledger_beyond_reserved", (await desk.Raw(posting, desk.Lines(id, "1000:-500 4000:500")))?.ConstraintName);
        Assert.Equal("ledger_beyond_reserved", (await desk.Raw(posting, desk.Lines(id, "1010:500 4000:-500")))?.ConstraintName);
        Assert.Equal("ledger_pending_unknown", (await desk.Raw(desk.Transfer(id, also: $"'posting', '{Guid.CreateVersion7()}', null")))?.ConstraintName);
        Assert.Equal("ledger_balanced", (await desk.Raw(
            desk.Transfer(id, also: "'pending', null, now()"), desk.Lines(id, "1000:501 4000:-500", table: "ledger_reservations")))?.ConstraintName);
        desk.Shop.Portal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("ledger_pending_expired", (await desk.Raw(desk.Transfer(id, also: $"'posting', '{held}', null"), desk.Lines(id, "1000:500 4000:-500")))?.ConstraintName);
        Assert.Equal(0L, await desk.Shop.Balance("1000"));
    }

    [Fact]
    public async Task What_has_expired_is_never_posted_even_before_the_job_and_is_free_after_it()
    {
        await using var desk = await Desk.Open();
        await desk.Post("1000", "2100", 10);
        var held = await desk.Hold("2100", "1000", 10, TimeSpan.FromMinutes(30));
        Assert.Equal(0, await desk.VoidExpired());
        desk.Shop.Portal.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal("ledger.pending_expired", (await desk.PostPending(held)).Refusal?.Code);
        Assert.Equal("-1000 1000", await desk.Kept("2100"));
        Assert.Equal(1, await desk.VoidExpired());
        Assert.Equal(0, await desk.VoidExpired());
        Assert.Equal("-1000 0", await desk.Kept("2100"));
        Assert.Equal("ledger.already_resolved", (await desk.PostPending(held)).Refusal?.Code);
        Assert.Equal("PendingVoided:1", await desk.Shop.Events("PendingVoided"));
    }

    [Fact]
    public async Task Posted_and_voided_at_the_same_moment_one_of_them_wins()
    {
        await using var desk = await Desk.Open();
        for (var round = 0; round < 10; round++)
        {
            var held = await desk.Hold("1000", "4000", 1);
            var posting = Enumerable.Range(0, 5).Select(_ => desk.PostPending(held)).ToList();
            var voiding = desk.VoidPending(held);
            var posted = await Task.WhenAll(posting);

            Assert.Equal(1, posted.Count(p => p.Done) + ((await voiding).Done ? 1 : 0));
            Assert.All(posted.Where(p => !p.Done), p => Assert.Equal("ledger.already_resolved", p.Refusal?.Code));
        }
    }

    [Fact]
    public async Task The_same_posting_again_answers_the_same_even_when_the_time_has_run_out()
    {
        await using var desk = await Desk.Open();
        var (held, other) = (await desk.Hold("1000", "4000", 5), await desk.Hold("1000", "4000", 5));
        var id = new TransferId(Guid.CreateVersion7());
        Assert.False((await desk.PostPending(held, "3", id)).Value);
        desk.Shop.Portal.Time.Advance(TimeSpan.FromHours(5));

        Assert.True((await desk.PostPending(held, "3", id)).Value);
        Assert.Equal(("ledger.transfer_differs", "lines"), Said((await desk.PostPending(held, "4", id)).Refusal));
        Assert.Equal(("ledger.transfer_differs", "transfer"), Said((await desk.PostPending(other, "3", id)).Refusal));
        Assert.Equal(300L, await desk.Shop.Balance("1000"));
    }

    [Fact]
    public async Task What_is_not_pending_is_neither_posted_nor_voided()
    {
        await using var desk = await Desk.Open();
        var journal = desk.Journal("1000", "4000", 5);
        await desk.Post(journal);

        Assert.Equal("ledger.not_pending", (await desk.PostPending(journal.Id)).Refusal?.Code);
        Assert.Equal("ledger.not_pending", (await desk.VoidPending(journal.Id)).Refusal?.Code);
        Assert.Equal("ledger.timeout_invalid", (await desk.Post(journal with { Hold = TimeSpan.FromSeconds(5) })).Refusal?.Code);
        Assert.Equal("ledger.timeout_invalid", (await desk.Post(journal with { Hold = TimeSpan.FromDays(91) })).Refusal?.Code);
    }

    private static (string?, string?) Said(Refusal? refusal) => (refusal?.Code, refusal?.Field);
}
