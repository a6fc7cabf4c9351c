using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>What is put right on a loan, and tried on it, for programs: under <c>/api/v1/loans/{id}</c>.</summary>
internal static class LoanMoneyApi
{
    /// <summary>Maps it among the loans.</summary>
    public static void MapLoanMoney(this RouteGroupBuilder api)
    {
        api.MapGet("/{id:guid}/what-if", Try).Produces<WhatIfAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What a payment would do.")
            .WithDescription("amount is how much, all that is owed when left out; on is the day, such as 2026-03-31, today when left out. Nothing is changed.");
        api.MapPost("/{id:guid}/penalty-waivers", Waive).Produces<WaivedAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Forgive penalties that are owed.")
            .WithDescription("Those of one installment, or all when installment is left out. Refused with lending.waiver_amount when none are owed, so sent again it forgives nothing more.");
        api.MapPost("/{id:guid}/credit-refunds", Refund).Produces<CreditRefundAnswer>(StatusCodes.Status201Created).Produces<CreditRefundAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Record that credit was handed back in cash.")
            .WithDescription("Needs an Idempotency-Key header. amount is all of the credit when left out. The same key again answers the same, with 200 instead of 201.");
        api.MapPost("/{id:guid}/credit-uses", Use).Produces<CreditUseAnswer>(StatusCodes.Status201Created).Produces<CreditUseAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Use credit for another loan of the same customer.")
            .WithDescription("Needs an Idempotency-Key header. amount is as much as there is and is owed when left out. The same key again answers the same, with 200 instead of 201.");
    }

    private static async Task<IResult> Try(HttpContext http, Operations operations, Guid id, CancellationToken ct, string? amount = null, string? on = null)
    {
        var day = PaymentsApi.DayOf(on);
        // A day that cannot be read is no day to try.
        if (!string.IsNullOrEmpty(on) && day is null) day = DateOnly.MinValue;
        var query = new TryPayment.Query(new LoanId(id), string.IsNullOrEmpty(amount) ? null : amount, day);
        var outcome = await operations.Run(CallerOf.Http(http), (TryPayment u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(http, then => Results.Json(new WhatIfAnswer(
            then.On, PaymentsApi.Plain(then.Amount), then.Amount.Currency.Code, then.Cleared, PaymentsApi.Plain(then.Balance),
            PaymentsApi.Plain(then.InterestSaved), then.NextDueOn, PaymentsApi.Plain(then.NextDueAmount), then.FreeUntil)));
    }

    private static async Task<IResult> Waive(HttpContext http, Operations operations, Guid id, WaiverRequest? body, CancellationToken ct)
    {
        var command = new WaivePenalties.Command(new LoanId(id), body?.Installment, body?.Reason);
        var outcome = await operations.Run(CallerOf.Http(http), (WaivePenalties u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done => Results.Json(
            new WaivedAnswer(PaymentsApi.Plain(done.Amount), done.Amount.Currency.Code, PaymentsApi.Plain(done.Balance))));
    }

    private static async Task<IResult> Refund(HttpContext http, Operations operations, Guid id, CreditRefundRequest? body, CancellationToken ct)
    {
        var command = new RefundCredit.Command(new LoanId(id), body?.Amount, body?.Reason, KeyOf(http));
        var outcome = await operations.Run(CallerOf.Http(http), (RefundCredit u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var answer = new CreditRefundAnswer(done.Receipt, PaymentsApi.Plain(done.Amount), done.Amount.Currency.Code, PaymentsApi.Plain(done.Credit));
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/loans/{id}", answer);
        });
    }

    private static async Task<IResult> Use(HttpContext http, Operations operations, Guid id, CreditUseRequest? body, CancellationToken ct)
    {
        var command = new UseCredit.Command(new LoanId(id), new LoanId(body?.ForLoan ?? default), body?.Amount, body?.Reason, KeyOf(http));
        var outcome = await operations.Run(CallerOf.Http(http), (UseCredit u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var answer = new CreditUseAnswer(
                done.Payment.Value, done.Receipt, PaymentsApi.Plain(done.Amount), done.Amount.Currency.Code, PaymentsApi.Plain(done.Credit), PaymentsApi.Plain(done.Balance));
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/payments/{done.Payment}", answer);
        });
    }

    private static string KeyOf(HttpContext http) => http.Request.Headers["Idempotency-Key"].ToString();
}

/// <summary>What a payment would do.</summary>
/// <param name="On">The day.</param>
/// <param name="Amount">How much; never more than is owed on that day.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="Cleared">How many installments it would clear.</param>
/// <param name="Balance">What would still be owed.</param>
/// <param name="InterestSaved">How much less interest would be asked altogether.</param>
/// <param name="NextDueOn">When the next would be due; null when nothing would be owed.</param>
/// <param name="NextDueAmount">What would be owed on it.</param>
/// <param name="FreeUntil">The last day on which the device would be free; null when for good.</param>
public sealed record WhatIfAnswer(
    DateOnly On, string Amount, string Currency, int Cleared, string Balance, string InterestSaved, DateOnly? NextDueOn, string NextDueAmount, DateOnly? FreeUntil);

/// <summary>Penalties to be forgiven.</summary>
/// <param name="Installment">Of which installment; all when left out.</param>
/// <param name="Reason">Why, in 3 to 500 characters; kept in the log.</param>
public sealed record WaiverRequest(int? Installment, string? Reason);

/// <summary>Penalties forgiven.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of both amounts.</param>
/// <param name="Balance">What is still owed.</param>
public sealed record WaivedAnswer(string Amount, string Currency, string Balance);

/// <summary>Credit to be handed back.</summary>
/// <param name="Amount">How much, as text; all of it when left out.</param>
/// <param name="Reason">Why, in 3 to 500 characters; kept in the log.</param>
public sealed record CreditRefundRequest(string? Amount, string? Reason);

/// <summary>Credit handed back.</summary>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of both amounts.</param>
/// <param name="Credit">What credit is left.</param>
public sealed record CreditRefundAnswer(string Receipt, string Amount, string Currency, string Credit);

/// <summary>Credit to be used.</summary>
/// <param name="ForLoan">The loan it pays.</param>
/// <param name="Amount">How much, as text; as much as there is and is owed when left out.</param>
/// <param name="Reason">Why, in 3 to 500 characters; kept in the log.</param>
public sealed record CreditUseRequest(Guid ForLoan, string? Amount, string? Reason);

/// <summary>Credit used.</summary>
/// <param name="Payment">The payment it became.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="Credit">What credit is left.</param>
/// <param name="Balance">What the other loan still owes.</param>
public sealed record CreditUseAnswer(Guid Payment, string Receipt, string Amount, string Currency, string Credit, string Balance);
