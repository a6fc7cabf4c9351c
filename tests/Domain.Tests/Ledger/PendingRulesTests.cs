using FsCheck;
using FsCheck.Fluent;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Ledger.Events;
using Paylatch.Domain.Shared;
using Paylatch.Domain.Tests.Shared;

namespace Paylatch.Domain.Tests.Ledger;

/// <summary>Pending transfers, reversals, periods and accounts by their own rules; what the database holds is tried on the database.</summary>
public sealed class PendingRulesTests
{
    private static readonly Account[] Accounts = [.. Chart.Accounts.Select(a => Account.Open(new(Some.Guid()), a, Some.Kes))];
    private static readonly Books Books = new(Accounts);

    [Fact]
    public void Any_sequence_of_transfers_holds_postings_and_voidings_keeps_every_currency_at_zero() => Holds.For(
        Gen.ArrayOf(
            from step in Gen.Choose(0, 3)
            from amount in Gen.Choose(1, 1_000_000)
            from part in Gen.Choose(1, 100)
            select (step, (long)amount, part)),
        steps =>
        {
            var (balances, open) = (new Dictionary<(AccountId, Currency), long>(), new Queue<Transfer>());
            foreach (var (step, amount, part) in steps)
            {
                var written = step switch
                {
                    0 => Transfer.Of(Posting(), TransferKind.ManualJournal, "x", Lines(amount)),
                    1 => Transfer.Pending(Posting(), TransferKind.ManualJournal, "x", Some.Noon.AddHours(1), Lines(amount)),
                    2 when open.TryDequeue(out var held) => held.Post(Posting(), Lines(Math.Max(1, held.Reservations[0].AmountMinor * part / 100))),
                    3 when open.TryDequeue(out var held) => held.Void(Posting()),
                    _ => null,
                };
                if (written is null) continue;
                if (written.Phase == TransferPhase.Pending) open.Enqueue(written);
                foreach (var entry in written.Entries)
                    balances[(entry.AccountId, entry.Currency)] = balances.GetValueOrDefault((entry.AccountId, entry.Currency)) + entry.AmountMinor;
                Assert.Equal(0, balances.Values.Sum());
                Assert.Equal(written.Phase is TransferPhase.Posted or TransferPhase.Posting, written.Entries.Count > 0);
            }
        });

    [Fact]
    public void A_hold_moves_nothing_and_its_posting_names_it_and_what_it_is_about()
    {
        var loan = new LoanId(Some.Guid());
        var held = Transfer.Pending(Posting() with { Loan = loan }, TransferKind.CreditRefunded, "x", Some.Noon.AddHours(1), Lines(500));

        var posted = held.Post(Posting());
        var voided = held.Void(Posting());

        Assert.Empty(held.Entries);
        Assert.Equal((2, Some.Noon.AddHours(1)), (held.Reservations.Count, held.ExpiresAt));
        Assert.Equal((held.Id, TransferPhase.Posting, loan, TransferKind.CreditRefunded), (posted.PendingId, posted.Phase, posted.LoanId, posted.Kind));
        Assert.Equal(held.Lines(), posted.Lines());
        Assert.All(posted.Entries, e => Assert.Equal(loan, e.LoanId));
        Assert.Equal((held.Id, TransferPhase.Voiding, 0), (voided.PendingId, voided.Phase, voided.Entries.Count));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    [InlineData(-1, false)]
    public void No_more_is_posted_than_was_held_and_never_the_other_way(long minor, bool may)
    {
        var held = Transfer.Pending(Posting(), TransferKind.ManualJournal, "x", Some.Noon.AddHours(1), Lines(500));

        var refusal = Record(() => held.Post(Posting(), Lines(minor)));

        Assert.Equal(may ? null : "ledger.beyond_reserved", refusal);
        Assert.Equal("ledger.beyond_reserved", Record(() => held.Post(Posting(), [new(Books.Of(Chart.CardClearing, Some.Kes), Kes(1)), new(Books.Of(Chart.Sales, Some.Kes), Kes(-1))])));
    }

    [Fact]
    public void After_its_time_a_hold_is_voided_but_never_posted()
    {
        var held = Transfer.Pending(Posting(), TransferKind.ManualJournal, "x", Some.Noon, Lines(500));

        Assert.Equal("ledger.pending_expired", Record(() => held.Post(Posting())));
        Assert.Null(Record(() => held.Void(Posting())));
        Assert.Equal("ledger.not_pending", Record(() => Transfer.Of(Posting(), TransferKind.ManualJournal, "x", Lines(1)).Void(Posting())));
        Assert.Equal("ledger.not_pending", Record(() => held.Void(Posting()).Post(Posting())));
    }

    [Fact]
    public void Only_a_journal_by_hand_is_reversed_and_to_the_last_unit()
    {
        var journal = Transfer.Of(Posting(), TransferKind.ManualJournal, "x", Lines(500));

        var opposite = journal.Reverse(Posting());

        Assert.Equal(journal.Lines().Select(l => -l.Amount), opposite.Lines().Select(l => l.Amount));
        Assert.Equal(journal.Id, opposite.ReversesId);
        Assert.Equal("ledger.not_a_journal", Record(() => opposite.Reverse(Posting())));
        Assert.Equal("ledger.not_a_journal", Record(() => Postings.MoneyUnmatched(Books, Posting(), Chart.CardClearing, Kes(5)).Reverse(Posting())));
    }

    [Fact]
    public void What_differs_under_one_id_is_named()
    {
        var posting = Posting();
        Transfer Of(Posting p, long minor = 500) => Transfer.Of(p, TransferKind.ManualJournal, "x", Lines(minor));
        var first = Of(posting);

        Assert.Null(first.DifferenceTo(Of(posting with { At = posting.At.AddHours(3) })));
        Assert.Equal("lines", first.DifferenceTo(Of(posting, 501)));
        Assert.Equal("date", first.DifferenceTo(Of(posting with { On = posting.On.AddDays(1) })));
        Assert.Equal("reason", first.DifferenceTo(Of(posting with { Reason = "other" })));
        Assert.Equal("loan", first.DifferenceTo(Of(posting with { Loan = new(Some.Guid()) })));
        Assert.Equal("kind", first.DifferenceTo(Transfer.Of(posting, TransferKind.Waived, "x", Lines(500))));
        Assert.Equal("timeout", first.DifferenceTo(Transfer.Pending(posting, TransferKind.ManualJournal, "x", posting.At.AddHours(1), Lines(500))));
        var linked = Of(posting);
        linked.LinkTo(new(Some.Guid()));
        Assert.Equal("chain", first.DifferenceTo(linked));
    }

    [Fact]
    public void Periods_close_forward_and_open_backward()
    {
        var today = new DateOnly(2026, 3, 10);
        Period Close(Period? before, int day) => Period.Close(before, new(2026, 3, day), today, Some.Noon, "x");

        Assert.Equal("ledger.period_not_over", Record(() => Close(null, 10)));
        var first = Close(null, 5);
        Assert.Equal("ledger.period_closed", Record(() => Close(first, 5)));
        var second = Close(first, 9);
        Assert.Equal("ledger.reason_needed", Record(() => Period.Reopen(second, first.Through, Some.Noon, "x", " ")));
        var open = Period.Reopen(second, first.Through, Some.Noon, "x", "a bill was late");
        Assert.Equal((PeriodStep.Reopened, new DateOnly(2026, 3, 5)), (open.Step, open.Through!.Value));
        Assert.Equal("ledger.nothing_closed", Record(() => Period.Reopen(Period.Reopen(open, null, Some.Noon, "x", "again"), null, Some.Noon, "x", "again")));
    }

    [Fact]
    public void A_proof_without_a_difference_says_nothing_and_one_with_some_raises_the_alarm()
    {
        Assert.Empty(BookProof.Of(Some.Guid(), Some.Noon, Some.Day, "system", 5, 0, []).Events);
        var alarm = Assert.IsType<BooksDiffer>(Assert.Single(BookProof.Of(Some.Guid(), Some.Noon, Some.Day, "system", 5, 1, [new("PL-000001", null, "1200", "KES", 5, 6)]).Events));
        Assert.Equal((1, "PL-000001 1200 KES"), (alarm.Differences, alarm.Rows[0]));
    }

    private static string? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal.Code;
        }
    }

    private static Money Kes(long minor) => new(minor, Some.Kes);

    private static Posting Posting() => new(new(Some.Guid()), Some.Noon, Some.Day);

    private static Line[] Lines(long minor) => [new(Books.Of(Chart.Cash, Some.Kes), Kes(minor)), new(Books.Of(Chart.Sales, Some.Kes), Kes(-minor))];
}
