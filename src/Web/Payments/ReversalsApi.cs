using Paylatch.Application.Payments;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>Payments taken back, for programs: <c>POST /api/v1/payments/{id}/reversal</c>.</summary>
internal static class ReversalsApi
{
    /// <summary>Maps it among the payments.</summary>
    public static void MapReversal(this RouteGroupBuilder api) => api.MapPost("/{id:guid}/reversal", Reverse)
        .Produces<ReversedAnswer>(StatusCodes.Status201Created).Produces<ReversedAnswer>()
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
        .WithSummary("Take a payment back.")
        .WithDescription(
            "The loan then stands as if the payment had never been; its device does not lock at once. cause says where the money is: bounced, "
            + "wrong_loan (card money then waits among the unmatched) or counted_twice. Sent again it answers the same, with 200 instead of 201.");

    private static async Task<IResult> Reverse(HttpContext http, Operations operations, Guid id, ReversalRequest? body, CancellationToken ct)
    {
        var command = new ReversePayment.Command(new PaymentId(id), CauseOf(body?.Cause), body?.Reason);
        var outcome = await operations.Run(CallerOf.Http(http), (ReversePayment u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(http, done =>
        {
            var answer = new ReversedAnswer(
                done.Payment.Value, done.Receipt, PaymentsApi.Plain(done.Amount), done.Amount.Currency.Code, Words.Of(done.Cause), done.Loan.Value,
                PaymentsApi.Plain(done.Balance), done.LockOn);
            return done.Again ? Results.Ok(answer) : Results.Created($"/api/v1/payments/{done.Payment}", answer);
        });
    }

    // A word that is none becomes no cause, which the use case refuses.
    private static ReversalCause CauseOf(string? word)
    {
        foreach (var cause in Enum.GetValues<ReversalCause>())
        {
            if (Words.Of(cause) == word) return cause;
        }

        return (ReversalCause)(-1);
    }
}

/// <summary>A payment to be taken back.</summary>
/// <param name="Cause"><c>bounced</c>, <c>wrong_loan</c> or <c>counted_twice</c>.</param>
/// <param name="Reason">Why, in 3 to 500 characters; kept in the log.</param>
public sealed record ReversalRequest(string? Cause, string? Reason);

/// <summary>A payment taken back.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Receipt">Its receipt number.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">The currency of both amounts.</param>
/// <param name="Cause">Where its money is.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Balance">What the loan owes now.</param>
/// <param name="LocksOn">From when the device locks at the earliest; null when nothing is owed.</param>
public sealed record ReversedAnswer(
    Guid Id, string Receipt, string Amount, string Currency, string Cause, Guid Loan, string Balance, DateOnly? LocksOn);

/// <summary>That a payment was taken back.</summary>
/// <param name="At">When.</param>
/// <param name="Cause">Where its money is.</param>
/// <param name="By">Who did it: a name.</param>
/// <param name="Reason">Why.</param>
public sealed record ReversalNote(DateTimeOffset At, string Cause, string? By, string? Reason);
