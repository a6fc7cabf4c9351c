using Paylatch.Application.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Closes of days for programs, <c>/api/v1/day-closes</c>: how far, what they brought, which loans are set aside.</summary>
internal static class DayClosesApi
{
    /// <summary>Maps it.</summary>
    public static void MapDayClosesApi(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1/day-closes").WithTags("Day closes").NeedsKey().MapGet("", Show).Produces<DayClosesAnswer>()
            .WithSummary("The last 30 closes of days, newest first, and the loans that are set aside.")
            .WithDescription("A day without finishedAt is under way; loans says how many of expected were looked at. Amounts are decimal strings, one for each currency.");

    private static async Task<IResult> Show(HttpContext http, Operations operations, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(http), (ShowDayClose u) => u.Handle(ct), ct);
        return outcome.ToHttp(http, page => Results.Json(new DayClosesAnswer(
            page.Hour, page.NextAt, page.Behind, [.. page.Runs.Select(DayCloseAnswer.Of)],
            [.. page.SetAside.Select(one => new SetAsideAnswer(one.Loan.Value, one.Number, one.Day, one.Reason, one.Attempts, one.NextAt))])));
    }
}

/// <summary>The closes of days.</summary>
/// <param name="Hour">From which hour of the day on, in the merchant's time zone.</param>
/// <param name="NextAt">When the next day is closed.</param>
/// <param name="Behind">How many days have come and are not closed.</param>
/// <param name="Days">The last of them.</param>
/// <param name="SetAside">Loans that could not be closed, 100 at the most.</param>
public sealed record DayClosesAnswer(int Hour, DateTimeOffset NextAt, int Behind, IReadOnlyList<DayCloseAnswer> Days, IReadOnlyList<SetAsideAnswer> SetAside);

/// <summary>The close of one day.</summary>
public sealed record DayCloseAnswer(
    DateOnly Day, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Expected, int Loans, int Reminded, int Overdue, int LocksDecided, int Penalties,
    int SetAside, IReadOnlyList<DayAmountsAnswer> Amounts)
{
    /// <summary>From a run.</summary>
    public static DayCloseAnswer Of(DayCloseRun run)
    {
        var did = run.Progress.Counts;
        return new(
            run.Day, run.StartedAt, run.FinishedAt, run.Progress.Expected, did.Loans, did.Reminded, did.Overdue, did.GraceEnded, did.Penalties, did.Failed,
            [.. run.Sums.Select(DayAmountsAnswer.Of)]);
    }
}

/// <summary>What a day brought in one currency.</summary>
public sealed record DayAmountsAnswer(string Currency, string Interest, string Fees, string Penalties)
{
    /// <summary>From a day's sum.</summary>
    public static DayAmountsAnswer Of(DayCloseSum sum)
    {
        string Plain(long minor) => PaymentsApi.Plain(new Money(minor, sum.Currency));
        return new(sum.Currency.Code, Plain(sum.InterestMinor), Plain(sum.FeesMinor), Plain(sum.PenaltiesMinor));
    }
}

/// <summary>A loan that is set aside.</summary>
public sealed record SetAsideAnswer(Guid Loan, string Contract, DateOnly Since, string Reason, int Attempts, DateTimeOffset NextAt);
