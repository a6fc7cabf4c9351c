using Microsoft.EntityFrameworkCore;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Payments;

/// <summary>The tables of payments.</summary>
public interface IPaymentsDb
{
    /// <summary>Payments with what they went to; added to, never changed.</summary>
    DbSet<Payment> Payments { get; }

    /// <summary>Which of them were taken back; added to, never changed.</summary>
    DbSet<PaymentReversal> Reversals { get; }

    /// <summary>Credit that was given back or used; added to, never changed.</summary>
    DbSet<CreditSpending> CreditSpendings { get; }

    /// <summary>Card money that providers paid out; added to, never changed.</summary>
    DbSet<ProviderPayout> Payouts { get; }

    /// <summary>Pay-outs that providers told of and that are not booked.</summary>
    IQueryable<ReportedPayout> Reported { get; }

    /// <summary>Wishes to pay by card.</summary>
    DbSet<PaymentIntent> Intents { get; }

    /// <summary>Money that arrived for nobody known.</summary>
    DbSet<UnmatchedPayment> Unmatched { get; }

    /// <summary>The tenant's accounts at providers.</summary>
    DbSet<ProviderConnection> Providers { get; }

    /// <summary>People and programs that record payments, by name.</summary>
    IQueryable<RecorderFacts> Recorders { get; }

    /// <summary>
    /// Locks a loan that is about to be paid until the transaction ends, and reads with it what paying needs, in as few round
    /// trips as it can be done. Null when there is none.
    /// </summary>
    /// <param name="loan">The loan.</param>
    /// <param name="key">The caller's key against recording twice; null for none.</param>
    /// <param name="history">True for all that ever happened to the loan as well: for whoever changes its past.</param>
    /// <param name="ct">Cancels.</param>
    Task<PayingLoan?> LockToPay(LoanId loan, string? key, bool history, CancellationToken ct);

    /// <summary>The next receipt number, such as <c>R-000123</c>. Take it under the loan's lock: then it rises along each loan.</summary>
    Task<string> NextReceipt(CancellationToken ct);

    /// <summary>Keeps a provider's message; false when it was kept before. Waits for whoever is keeping the same one right now.</summary>
    Task<bool> Keep(ProviderEvent message, CancellationToken ct);

    /// <summary>When the provider last sent a message; null when it never did.</summary>
    Task<DateTimeOffset?> LastHeard(string provider, CancellationToken ct);

    /// <summary>The payoff quote of a loan that paying so much at a moment pays, the lowest of several; null when there is none.</summary>
    Task<PayoffQuote?> QuotePaidBy(LoanId loan, Money amount, DateOnly today, DateTimeOffset now, CancellationToken ct);

    /// <summary>Lets one transaction of this tenant at a time deal with one thing, such as an idempotency key.</summary>
    Task TakeTurn(string about, CancellationToken ct);

    /// <summary>Locks a wish to pay until the transaction ends; null when there is none. Lock its loan first, if you need both.</summary>
    Task<PaymentIntent?> LockIntent(PaymentIntentId id, CancellationToken ct);

    /// <summary>
    /// Takes wishes to pay at a provider that nothing was heard of when their time to ask has come, longest due first, and
    /// puts off the next asking. No other node takes them meanwhile.
    /// </summary>
    Task<IReadOnlyList<UnheardIntent>> ClaimUnheard(string provider, int limit, CancellationToken ct);

    /// <summary>Takes one such wish before its time; null when it is settled or was asked for a moment ago.</summary>
    Task<UnheardIntent?> ClaimUnheard(PaymentIntentId id, CancellationToken ct);

    /// <summary>The provider has nothing more to say about a wish.</summary>
    Task StopAsking(PaymentIntentId id, CancellationToken ct);

    /// <summary>Locks unmatched money until the transaction ends; null when there is none. Lock the loan first.</summary>
    Task<UnmatchedPayment?> LockUnmatched(UnmatchedPaymentId id, CancellationToken ct);
}

/// <summary>A loan locked to be paid.</summary>
/// <param name="Loan">The loan as it is now.</param>
/// <param name="Receipt">The number of the receipt there will be; of none when the key was used. One that is refused after all leaves a gap.</param>
/// <param name="KeyUsed">True when a payment was recorded with the key before.</param>
/// <param name="Quoted">True when a payoff quote of the loan waits to be paid.</param>
public sealed record PayingLoan(Loan Loan, string Receipt, bool KeyUsed, bool Quoted);

/// <summary>A wish to pay whose end the provider has not told us.</summary>
/// <param name="Id">The wish.</param>
/// <param name="ProviderRef">The provider's reference of its page.</param>
public sealed record UnheardIntent(PaymentIntentId Id, string ProviderRef);

/// <summary>Seals and opens the secrets of a tenant's provider account; another tenant's seal opens nothing here.</summary>
public interface IProviderSecrets
{
    /// <summary>Seals a secret.</summary>
    byte[] Seal(string secret);

    /// <summary>Opens a sealed secret.</summary>
    string Open(byte[] box);
}

/// <summary>A pay-out a provider told of, and that was more than it holds by the books: a person looks at it.</summary>
public sealed class ReportedPayout
{
    /// <summary>The provider.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Its reference.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What it paid out, in minor units.</summary>
    public long AmountMinor { get; init; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; init; }

    /// <summary>The day the money is at the bank.</summary>
    public DateOnly PaidOn { get; init; }
}

/// <summary>Somebody who records payments.</summary>
public sealed class RecorderFacts
{
    /// <summary>The id as payments keep it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name of the person or program.</summary>
    public string Name { get; init; } = "";
}
