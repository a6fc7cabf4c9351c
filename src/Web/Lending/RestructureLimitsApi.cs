using Paylatch.Application.Lending;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>What one person may decide alone about a restructuring, for programs.</summary>
internal static class RestructureLimitsApi
{
    /// <summary>Maps it.</summary>
    public static void MapRestructureLimits(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/v1/restructure-limits").WithTags("Loans").NeedsKey().MapGet("", Show).Produces<RestructureLimitsAnswer>()
            .WithSummary("Above which a restructuring waits for a second person.")
            .WithDescription("outstanding is the most principal owed with what is lent on top, moreMonths by how many months the last due date may move out.");

    private static async Task<IResult> Show(HttpContext http, Operations operations, CancellationToken ct)
    {
        var shown = await operations.Run(CallerOf.Http(http), (ShowRestructureLimits u) => u.Handle(ct), ct);
        return shown.ToHttp(http, one => Results.Json(new RestructureLimitsAnswer(
            PaymentsApi.Plain(one.Limits.Outstanding), one.Limits.Outstanding.Currency.Code, one.Limits.MoreMonths, one.SetAt)));
    }
}

/// <summary>The limits; setAt is null while nobody has changed them.</summary>
public sealed record RestructureLimitsAnswer(string Outstanding, string Currency, int MoreMonths, DateTimeOffset? SetAt);
