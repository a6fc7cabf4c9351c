using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Extensions;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>
/// What the customer's pay page posts to. It answers with a redirect: on to the provider's page, or back with the code of
/// what went wrong. Works with scripts off.
/// </summary>
internal static class PayForm
{
    /// <summary>A form that was open for too long.</summary>
    public const string FormExpired = "payments.form_expired";

    /// <summary>Maps it, before the page of the same address.</summary>
    public static void MapPayForm(this IEndpointRouteBuilder app) =>
        app.MapPost("/me/pay/{id:guid}", Pay).AddEndpointFilter(new PayLimit()).DisableAntiforgery().WithOrder(-1).ExcludeFromDescription();

    private static async Task<IResult> Pay(HttpContext http, CardCheckout checkout, IAntiforgery antiforgery, Guid id, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType || !await antiforgery.IsRequestValidAsync(http)) return Back(http, id, FormExpired, null);
        var form = await http.Request.ReadFormAsync(ct);
        // Typing an amount means that amount, whichever circle is still marked: without scripts nothing marks it for them.
        var typed = TypedNumber.Plain(form["other"]);
        var amount = typed.Length > 0 ? typed : form["amount"].ToString();
        Guid? key = Guid.TryParse(form["key"], out var given) ? given : null;
        var site = new Uri(UriHelper.BuildAbsolute(http.Request.Scheme, http.Request.Host));
        var (caller, loan) = (CallerOf.Http(http), new LoanId(id));
        var page = await checkout.Open(caller, loan, amount, key, site, ct);
        // Gone back and chosen another amount: that is another wish.
        if (page.Refusal?.Code == PaymentsRefusals.IdempotencyKeyReused().Code) page = await checkout.Open(caller, loan, amount, null, site, ct);
        return page.Refusal is { } refusal ? Back(http, id, refusal.Code, typed.Length > 0 ? typed : null) : SeeOther(http, page.Value.AbsoluteUri);
    }

    /// <summary>Back to the pay page with the code of what went wrong.</summary>
    internal static IResult Back(HttpContext http, Guid id, string code, string? typed)
    {
        var query = new QueryBuilder { { "error", code } };
        if (typed is not null) query.Add("typed", typed);
        return SeeOther(http, $"/me/pay/{id}{query}");
    }

    private static IResult SeeOther(HttpContext http, string to)
    {
        http.Response.Headers.Location = to;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
