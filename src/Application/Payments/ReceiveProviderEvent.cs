using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>
/// Takes a provider's message whose signature was checked. Messages come in any order and more than once: each is kept
/// once by its id, and each payment counted once by the provider's reference. Money that no loan can be given is kept in
/// the unmatched queue, so nothing is lost; money that names another shop on the same account is that shop's to count.
/// All of it is one transaction: when it fails, the message is new again.
/// </summary>
[Allow(Permission.System)]
public sealed class ReceiveProviderEvent(IPaymentsDb db, ILedgerDb ledger, TenantInfo tenant, TenantClock clock, IEventLog log)
{
    /// <summary>The message.</summary>
    /// <param name="Message">As read.</param>
    /// <param name="Body">As it came; null when we asked and nobody sent it.</param>
    public sealed record Command(ProviderMessage Message, ReadOnlyMemory<byte>? Body);

    /// <summary>What a message led to.</summary>
    public enum Result
    {
        /// <summary>It was known already; nothing changed.</summary>
        Known,

        /// <summary>It was kept and asks for nothing.</summary>
        Kept,

        /// <summary>Money was given to a loan.</summary>
        Paid,

        /// <summary>Money was put into the unmatched queue.</summary>
        Unmatched,

        /// <summary>A wish to pay was marked as failed.</summary>
        Failed,

        /// <summary>A pay-out to the merchant's bank was booked.</summary>
        PaidOut,
    }

    /// <summary>Takes it.</summary>
    public async Task<Result> Handle(Command c, CancellationToken ct)
    {
        var message = c.Message;
        if (!await db.Keep(Kept(c), ct)) return Result.Known;
        return message.Kind switch
        {
            ProviderMessageKind.PaymentSucceeded => await Paid(message, ct),
            ProviderMessageKind.PaymentFailed => await Fail(message, message.Failure ?? "failed", ct),
            ProviderMessageKind.CheckoutExpired => await Fail(message, "expired", ct),
            ProviderMessageKind.PaidOut => await PaidOut(message, ct),
            _ => Result.Kept,
        };
    }

    private ProviderEvent Kept(Command c) =>
        new(c.Message.Provider, c.Message.EventId, c.Message.Type, clock.Now, c.Body is { } body ? SHA256.HashData(body.Span) : null)
        {
            PaymentRef = c.Message.PaymentRef,
            CheckoutRef = c.Message.CheckoutRef,
            PayoutRef = c.Message.PayoutRef,
            PaidOn = c.Message.PaidOn,
            Amount = c.Message.Amount,
            Failure = c.Message.Failure,
            Livemode = c.Message.Livemode,
            SentAt = c.Message.Created,
        };

    private async Task<Result> Paid(ProviderMessage message, CancellationToken ct)
    {
        if (message.Amount is not { Minor: > 0 } amount) return Result.Kept;
        // Two shops on one account both hear of it; counted here as well, it would be in the books of both.
        if (message.Tenant is { } other && other != tenant.Id) return Result.Kept;
        var reference = new ProviderReference(message.Provider, message.PaymentRef ?? message.EventId);
        // Two different messages may tell of the same money, at the same moment.
        await db.TakeTurn($"money:{reference.Provider}:{reference.Reference}", ct);
        if (await IsKnown(reference, ct)) return Result.Known;

        var till = new Till(db, ledger, clock);
        var wish = message.IntentId is { } id
            ? await db.Intents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == new PaymentIntentId(id) && i.Provider == message.Provider, ct)
            : null;
        if (wish is null)
        {
            await till.Aside(reference, amount, UnmatchedWhy.UnknownPayment, null, ct);
            return Result.Unmatched;
        }

        var paying = await db.LockToPay(wish.LoanId, null, history: false, ct);
        var intent = await db.LockIntent(wish.Id, ct);
        if (paying is null || WhyNot(paying.Loan, amount) is { })
        {
            await till.Aside(reference, amount, paying is null ? UnmatchedWhy.UnknownPayment : WhyNot(paying.Loan, amount)!, paying?.Loan.Id, ct);
            intent?.Succeed();
            return Result.Unmatched;
        }

        var payment = await till.Card(paying, amount, reference, ct);
        intent?.Succeed(payment.Id);
        return Result.Paid;
    }

    // A message says what came to the bank, neither the fee nor of which payments: so no fee is booked with it, and what the
    // provider kept stays on its account until a person books it. More than the account holds (another shop's money on the
    // same account, payments that were not heard of) is not booked by itself: it waits for a person as a reported pay-out.
    private async Task<Result> PaidOut(ProviderMessage message, CancellationToken ct)
    {
        if (message is not { Amount: { Minor: > 0 } net, PayoutRef: { } reference, PaidOn: { } day } || Clearing.Find(message.Provider) is null) return Result.Kept;
        var desk = new PayoutDesk(db, ledger, clock);
        if (await desk.Find(message.Provider, reference, ct) is not null) return Result.Known;
        var held = await desk.Unsettled(message.Provider, net.Currency, ct);
        if (held is not { } unsettled || net > unsettled)
        {
            log.Append(new PayoutNotBooked(message.Provider, reference, net, held));
            return Result.Kept;
        }

        // Told before its day has come, or by a sandbox's clock: it is booked on the day it is heard of.
        var said = new PaidOut(message.Provider, reference, net, Money.Zero(net.Currency), day < clock.Today ? day : clock.Today);
        await desk.Book(said, unsettled, message.Provider, null, ct);
        return Result.PaidOut;
    }

    private async Task<bool> IsKnown(ProviderReference reference, CancellationToken ct) =>
        await db.Payments.AnyAsync(p => p.Provider == reference.Provider && p.ProviderRef == reference.Reference, ct)
        || await db.Unmatched.AnyAsync(u => u.Provider == reference.Provider && u.ProviderRef == reference.Reference, ct);

    private static string? WhyNot(Loan loan, Money amount) =>
        amount.Currency != loan.Currency ? UnmatchedWhy.OtherCurrency
        : loan.State == LoanState.PaidOff ? UnmatchedWhy.LoanClosed
        : null;

    private async Task<Result> Fail(ProviderMessage message, string failure, CancellationToken ct)
    {
        if (message.IntentId is not { } id || await db.LockIntent(new PaymentIntentId(id), ct) is not { } intent) return Result.Kept;
        return intent.Fail(failure) ? Result.Failed : Result.Kept;
    }
}

/// <summary>Why money could not be matched: words as stored, said in the reader's language on the page.</summary>
public static class UnmatchedWhy
{
    /// <summary>No wish to pay of ours belongs to it.</summary>
    public const string UnknownPayment = "unknown_payment";

    /// <summary>It came in another currency than its loan's.</summary>
    public const string OtherCurrency = "other_currency";

    /// <summary>Its loan had been paid off meanwhile.</summary>
    public const string LoanClosed = "loan_closed";

    /// <summary>It had been given to a loan it does not belong to.</summary>
    public const string WrongLoan = "wrong_loan";
}
