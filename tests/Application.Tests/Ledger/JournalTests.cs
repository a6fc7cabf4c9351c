using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>Journals by hand: once by their id, several together or none, taken back once.</summary>
public sealed class JournalTests
{
    [Fact]
    public async Task The_same_journal_again_is_one_and_another_under_its_id_is_refused_and_named()
    {
        await using var desk = await Desk.Open();
        var journal = desk.Journal("1000", "4000", 5);
        Assert.False((await desk.Post(journal)).Value);

        desk.Shop.Portal.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await desk.Post(journal)).Value);
        Assert.Equal("lines", await Differs(desk, desk.Journal("1000", "4000", 6, id: journal.Id)));
        Assert.Equal("lines", await Differs(desk, desk.Journal("1010", "4000", 5, id: journal.Id)));
        Assert.Equal("date", await Differs(desk, journal with { On = desk.Today.AddDays(-1) }));
        Assert.Equal("reason", await Differs(desk, journal with { Reason = "another one" }));
        Assert.Equal("timeout", await Differs(desk, journal with { Hold = TimeSpan.FromHours(1) }));
        Assert.Equal(500L, await desk.Shop.Balance("1000"));
        Assert.Equal("JournalPosted:1", await desk.Shop.Events("JournalPosted"));
    }

    [Fact]
    public async Task The_same_journal_twenty_times_at_once_is_one()
    {
        await using var desk = await Desk.Open();
        var journal = desk.Journal("1000", "4000", 5);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.Post(journal)));

        Assert.Equal(1, answers.Count(a => !a.Value));
        Assert.Equal(500L, await desk.Shop.Balance("1000"));
    }

    [Fact]
    public async Task A_chain_is_written_whole_or_not_at_all_and_is_known_again_as_one()
    {
        await using var desk = await Desk.Open();
        var (first, second, third) = (desk.Journal("1000", "2100", 5), desk.Journal("2100", "4000", 5), desk.Journal("2100", "4000", 1));

        Assert.Equal("ledger.guard_passed", (await desk.Post(first, second, third)).Refusal?.Code);
        Assert.Equal(0L, await desk.Shop.Balance("1000"));
        Assert.False((await desk.Post(first, second)).Value);
        Assert.True((await desk.Post(first, second)).Value);
        Assert.Equal("ledger.transfer_differs", (await desk.Post(second)).Refusal?.Code);
        Assert.Equal("ledger.chain_differs", (await desk.Post(first, second, desk.Journal("1000", "4000", 1))).Refusal?.Code);
        Assert.Equal((500L, 0L, -500L), (await desk.Shop.Balance("1000"), await desk.Shop.Balance("2100"), await desk.Shop.Balance("4000")));
    }

    [Fact]
    public async Task What_cannot_be_a_journal_is_refused_with_its_field()
    {
        await using var desk = await Desk.Open();
        var good = desk.Journal("1000", "4000", 5);
        PostJournal.Leg Leg(string? account, string? debit, string? credit) => new(account, "KES", debit, credit);

        await Refused("ledger.not_balanced", "lines", good with { Legs = [Leg("1000", "5", null), Leg("4000", null, "5.01")] });
        await Refused("ledger.lines_invalid", "lines", good with { Legs = [Leg("1000", "5", null)] });
        await Refused("ledger.lines_invalid", "lines", good with { Legs = [Leg("1000", "5", "5"), Leg("4000", null, "5")] });
        await Refused("ledger.lines_invalid", "lines", good with { Legs = [Leg("1000", "-5", null), Leg("4000", null, "-5")] });
        await Refused("ledger.lines_invalid", "lines", good with { Legs = [Leg("1000", "0", null), Leg("4000", null, "0")] });
        await Refused("ledger.lines_invalid", "lines", good with { Legs = [.. Enumerable.Repeat(Leg("1000", "5", null), 101)] });
        await Refused("ledger.account_not_found", "account", good with { Legs = [Leg("1999", "5", null), Leg("4000", null, "5")] });
        await Refused("money.amount_invalid", "amount", good with { Legs = [Leg("1000", "5.001", null), Leg("4000", null, "5.001")] });
        await Refused("money.currency_unknown", "currency", good with { Legs = [new("1000", "XXX", "5", null), Leg("4000", null, "5")] });
        await Refused("ledger.reason_needed", "reason", good with { Reason = " x " });
        await Refused("ledger.date_invalid", "date", good with { On = desk.Today.AddDays(1) });
        await Refused("ledger.date_invalid", "date", good with { On = default });
        Assert.Equal("identity.not_allowed", (await desk.Shop.Run(Role.Agent, (PostJournal u) => u.Handle(new(good), default))).Refusal?.Code);
        Assert.Equal(0L, await desk.Shop.Read<long>("select count(*) from {s}.ledger_transfers"));

        async Task Refused(string code, string field, PostJournal.Journal journal) =>
            Assert.Equal((code, field), ((await desk.Post(journal)).Refusal is { } no ? (no.Code, no.Field) : default));
    }

    [Fact]
    public async Task A_journal_is_taken_back_once_by_its_opposite()
    {
        await using var desk = await Desk.Open();
        var journal = desk.Journal("1000", "4000", 5);
        await desk.Post(journal);
        var id = new TransferId(Guid.CreateVersion7());

        Assert.False((await Reverse(desk, id, journal.Id)).Value);
        Assert.True((await Reverse(desk, id, journal.Id)).Value);
        Assert.Equal("ledger.already_reversed", (await Reverse(desk, new(Guid.CreateVersion7()), journal.Id)).Refusal?.Code);
        Assert.Equal("ledger.not_a_journal", (await Reverse(desk, new(Guid.CreateVersion7()), id)).Refusal?.Code);
        Assert.Equal("ledger.not_a_journal", (await Reverse(desk, new(Guid.CreateVersion7()), await desk.Hold("1000", "4000", 5))).Refusal?.Code);
        Assert.Equal(0L, await desk.Shop.Balance("1000"));
        var row = (await desk.Run((ShowTransfer u) => u.Handle(journal.Id, default))).Value;
        Assert.Equal((id, false), (row.ReversedBy, row.MayReverse));
    }

    [Fact]
    public async Task What_the_product_wrote_is_not_taken_back_here()
    {
        await using var desk = await Desk.Open();
        await desk.Shop.Sell();
        var sale = (await desk.Run((ListJournal u) => u.Handle(new(Kind: TransferKind.LoanBooked), default))).Value.Rows.Single();

        Assert.False(sale.MayReverse);
        Assert.Equal("ledger.not_a_journal", (await Reverse(desk, new(Guid.CreateVersion7()), sale.Id)).Refusal?.Code);
    }

    private static async Task<string?> Differs(Desk desk, PostJournal.Journal journal)
    {
        var refusal = (await desk.Post(journal)).Refusal;
        Assert.Equal("ledger.transfer_differs", refusal?.Code);
        return refusal?.Field;
    }

    private static Task<Application.Shared.Outcome<bool>> Reverse(Desk desk, TransferId id, TransferId journal) =>
        desk.Run((ReverseJournal u) => u.Handle(new(id, journal, desk.Today, "typed wrongly"), default));
}
