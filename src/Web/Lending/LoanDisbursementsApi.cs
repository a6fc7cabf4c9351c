using Paylatch.Application.Lending;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>Handing out what was agreed, for programs: under <c>/api/v1/loans/{id}</c>.</summary>
internal static class LoanDisbursementsApi
{
    /// <summary>Maps it among the loans.</summary>
    public static void MapLoanDisbursements(this RouteGroupBuilder api)
    {
        api.MapPost("/{id:guid}/disbursements", Give).DisableAntiforgery().Produces<DisbursementAnswer>(StatusCodes.Status201Created).Produces<DisbursementAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Record that the next agreed disbursement was handed out.")
            .WithDescription(
                "Needs an Idempotency-Key header: the same key again answers the first recording, with 200 instead of 201. number is that of furtherDisbursements of the "
                + "loan; amount is all that was agreed when left out, and what is less leaves nothing more of it to be handed out; on is the day, today when left out; "
                + "paidTo is cash (usual) or sale. It is owed from its day. Example: {\"number\":2,\"amount\":\"900.00\",\"on\":\"2026-03-31\"}.");
        api.MapPost("/{id:guid}/disbursement-cancellations", Cancel).DisableAntiforgery()
            .Produces<DisbursementCancelledAnswer>(StatusCodes.Status201Created).Produces<DisbursementCancelledAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Say that an agreed disbursement will not be handed out.")
            .WithDescription(
                "Needs an Idempotency-Key header: the same key again answers the same, with 200 instead of 201. "
                + "Example: {\"number\":3,\"reason\":\"The customer needs it no more\"}.");
    }

    private static async Task<IResult> Give(HttpContext http, Operations operations, Guid id, DisbursementRequest? body, CancellationToken ct)
    {
        if (ToOf(body?.PaidTo) is not { } to) return Problems.Of(LendingRefusals.PolicyChoiceUnknown("paidTo"), http);
        var command = new GiveDisbursement.Command(new LoanId(id), body?.Number ?? 0, KeyOf(http), body?.Amount, body?.Currency, body?.On, to);
        var outcome = await operations.Run(CallerOf.Http(http), (GiveDisbursement u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var answer = new DisbursementAnswer(done.Number, PaymentsApi.Plain(done.Amount), done.Amount.Currency.Code, done.On, PaymentsApi.Plain(done.Balance));
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/loans/{id}", answer);
        });
    }

    private static async Task<IResult> Cancel(HttpContext http, Operations operations, Guid id, DisbursementCancellationRequest? body, CancellationToken ct)
    {
        var command = new CancelDisbursement.Command(new LoanId(id), body?.Number ?? 0, body?.Reason, KeyOf(http));
        var outcome = await operations.Run(CallerOf.Http(http), (CancelDisbursement u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var answer = new DisbursementCancelledAnswer(done.Number, PaymentsApi.Plain(done.Amount), done.Amount.Currency.Code);
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/loans/{id}", answer);
        });
    }

    private static TopUpTo? ToOf(string? word) => word?.ToLowerInvariant() switch
    {
        null or "" or "cash" => TopUpTo.Cash,
        "sale" => TopUpTo.Sale,
        _ => null,
    };

    private static string KeyOf(HttpContext http) => http.Request.Headers["Idempotency-Key"].ToString();
}

/// <summary>What was handed out.</summary>
/// <param name="Number">The disbursement's number, as the loan's furtherDisbursements say it.</param>
/// <param name="Amount">How much, as text such as "900.00"; all that was agreed when left out.</param>
/// <param name="Currency">The loan's currency, such as "KES"; may be left out.</param>
/// <param name="On">The day, such as 2026-03-31; today when left out.</param>
/// <param name="PaidTo">cash (usual): to the customer; sale: to the merchant, for something else that was sold.</param>
public sealed record DisbursementRequest(int Number, string? Amount, string? Currency, DateOnly? On, string? PaidTo);

/// <summary>What was handed out, and is owed from its day.</summary>
/// <param name="Number">The disbursement's number.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of both amounts.</param>
/// <param name="On">The day from which it is owed.</param>
/// <param name="Balance">What is owed on the loan now.</param>
public sealed record DisbursementAnswer(int Number, string Amount, string Currency, DateOnly On, string Balance);

/// <summary>What will not be handed out.</summary>
/// <param name="Number">The disbursement's number.</param>
/// <param name="Reason">Why, in 3 to 500 characters; kept in the log.</param>
public sealed record DisbursementCancellationRequest(int Number, string? Reason);

/// <summary>What will not be handed out.</summary>
/// <param name="Number">The disbursement's number.</param>
/// <param name="Amount">How much had been agreed.</param>
/// <param name="Currency">Its currency.</param>
public sealed record DisbursementCancelledAnswer(int Number, string Amount, string Currency);

/// <summary>A further disbursement that was agreed with a loan.</summary>
/// <param name="Number">Its number; the one the loan was booked with is 1.</param>
/// <param name="PlannedOn">The day it was agreed for.</param>
/// <param name="Amount">How much was agreed.</param>
/// <param name="State">awaited, given or cancelled.</param>
/// <param name="On">The day from which it is owed, or on which it was cancelled.</param>
/// <param name="Given">How much was handed out.</param>
/// <param name="Reason">Why it was cancelled.</param>
public sealed record FurtherDisbursementAnswer(int Number, DateOnly PlannedOn, string Amount, string State, DateOnly? On, string? Given, string? Reason)
{
    /// <summary>From the loan's.</summary>
    public static FurtherDisbursementAnswer Of(FurtherDisbursement one) => new(
        one.Number, one.PlannedOn, PaymentsApi.Plain(one.Agreed), Words.Of(one.State), one.On, one.Given is { } given ? PaymentsApi.Plain(given) : null, one.Reason);
}
