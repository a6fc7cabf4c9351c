using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Something that happened to a loan or its device.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When.</param>
/// <param name="Type">What: the event's name.</param>
/// <param name="Role">Who did it, as what.</param>
/// <param name="Actor">The name of who did it; null for the platform and devices.</param>
/// <param name="Why">The reason, where one was given.</param>
/// <param name="Amount">The amount it is about, where there is one.</param>
/// <param name="Installment">The installment it is about, where there is one.</param>
/// <param name="On">The day it is about, where there is one.</param>
/// <param name="Word">A kind, method or state it is about, as a word in snake case.</param>
/// <param name="Number">A receipt or contract number.</param>
public sealed record LoanEvent(
    long Position, DateTimeOffset At, string Type, Role Role, string? Actor, string? Why, Money? Amount, int? Installment,
    DateOnly? On, string? Word, string? Number);

/// <summary>The story of a loan and its device, newest first: who, what, why.</summary>
[Allow(Permission.ViewPortfolio)]
public sealed class LoanTimeline(ILendingDb db, ILoanFactsDb portfolio)
{
    // What others say better: bookkeeping of the same moment.
    private static readonly string[] Quiet = ["LoanStandingChanged", "LockDateMoved", "LeaseMoved", "MessageWritten", "ReminderCalledFor", "LockCameNear"];

    /// <summary>Types of events that are in the log and not told here.</summary>
    public static IReadOnlyList<string> Untold => Quiet;

    /// <summary>Which part.</summary>
    /// <param name="Loan">The loan.</param>
    /// <param name="Before">Only what is older than this position; null for the newest.</param>
    /// <param name="Limit">At most so many, 200 at the most.</param>
    public sealed record Query(LoanId Loan, long? Before = null, int Limit = 60);

    /// <summary>The entries.</summary>
    /// <exception cref="Refusal"><c>lending.loan_not_found</c></exception>
    public async Task<IReadOnlyList<LoanEvent>> Handle(Query q, CancellationToken ct)
    {
        var device = await db.Loans.Where(l => l.Id == q.Loan).Select(l => (DeviceId?)l.DeviceId).SingleOrDefaultAsync(ct)
            ?? throw LendingRefusals.LoanNotFound();
        var before = q.Before ?? long.MaxValue;
        var events = await portfolio.Events
            .Where(e => (e.LoanId == q.Loan || (e.LoanId == null && e.DeviceId == device)) && !e.Refused && e.Position < before && !Quiet.Contains(e.Type))
            .OrderByDescending(e => e.Position).Take(Math.Clamp(q.Limit, 1, 200)).ToListAsync(ct);
        return events.ConvertAll(EntryOf);
    }

    private static LoanEvent EntryOf(LoggedEvent e)
    {
        using var json = JsonDocument.Parse(e.Data);
        var data = json.RootElement;
        var name = e.ActorRole is Role.System or Role.Device ? null : e.ActorName;
        return new LoanEvent(
            e.Position, e.At, e.Type, e.ActorRole, name, e.Reason,
            MoneyOf(data, "amount") ?? MoneyOf(data, "owed") ?? MoneyOf(data, "principal"),
            data.TryGetProperty("installment", out var number) && number.TryGetInt32(out var n) ? n : null,
            DateOf(data, "dueOn") ?? DateOf(data, "firstDueOn"),
            TextOf(data, "state") ?? TextOf(data, "kind") ?? TextOf(data, "method"),
            TextOf(data, "receiptNumber") ?? TextOf(data, "number"));
    }

    private static Money? MoneyOf(JsonElement data, string name) =>
        data.TryGetProperty(name, out var money) && money.ValueKind == JsonValueKind.Object
            ? new Money(money.GetProperty("minor").GetInt64(), Currency.Of(money.GetProperty("currency").GetString()))
            : null;

    private static DateOnly? DateOf(JsonElement data, string name) =>
        TextOf(data, name) is { } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date) ? date : null;

    private static string? TextOf(JsonElement data, string name) =>
        data.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
