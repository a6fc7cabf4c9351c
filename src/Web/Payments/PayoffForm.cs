using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Paylatch.Application.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>
/// What the button for an early payoff posts to. It answers with a redirect back to the loan, with the code of what went
/// wrong if something did. While an offer holds no other is made, so pressing twice makes one. Works with scripts off.
/// </summary>
internal static class PayoffForm
{
    /// <summary>Maps it.</summary>
    public static void MapPayoffForm(this IEndpointRouteBuilder app) =>
        app.MapPost("/me/loans/{id:guid}/payoff", Ask).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> Ask(HttpContext http, Door door, IAntiforgery antiforgery, Guid id, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http)) return Back(http, id, PayForm.FormExpired);
        var loan = new LoanId(id);
        var listed = await door.Run((ListOwnPayoffQuotes u) => u.Handle(loan, ct), ct);
        if (listed.Refusal is { } unknown) return Back(http, id, unknown.Code);
        if (listed.Value.Quotes.Any(quote => quote.Open)) return Back(http, id, null);
        var made = await door.Run((QuoteOwnPayoff u) => u.Handle(loan, null, ct), ct);
        return Back(http, id, made.Refusal?.Code);
    }

    private static IResult Back(HttpContext http, Guid id, string? code)
    {
        var query = code is null ? new QueryBuilder() : new QueryBuilder { { "error", code } };
        http.Response.Headers.Location = $"/me/loans/{id}{query}#payoff";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
