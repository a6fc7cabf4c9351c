using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Payments;

/// <summary>A shop's counter for tests: takes cash, gets the provider's messages, and looks into the books.</summary>
internal sealed class Counter(Shop shop) : IAsyncDisposable
{
    private static int _messages;

    public Shop Shop => shop;

    public static async Task<Counter> Open(bool workers = false, Action<IServiceCollection>? also = null) => new(await Shop.Open(workers: workers, also: also));

    public ValueTask DisposeAsync() => shop.Portal.DisposeAsync();

    /// <summary>The customer of a loan as a caller.</summary>
    public async Task<Caller> CustomerOf(LoanId loan) => TestPortal.As(Role.Customer, shop.Tenant) with
    {
        Customer = new CustomerId(await shop.Read<Guid>("select customer_id from {s}.loans where id = $1", loan.Value)),
    };

    public Task<Outcome<RecordCash.Recorded>> Cash(LoanId loan, string? amount, string? currency = null, string? key = null, Role role = Role.Agent) =>
        shop.Run(role, (RecordCash u) => u.Handle(new(loan, amount, currency, key), default));

    /// <summary>Connects Stripe with test keys.</summary>
    public async Task Connect() => _ = (await shop.Run(Role.MerchantAdmin, (ConnectProvider u) => u.Handle(new("stripe", "sk_test_4242", "whsec_1"), default))).Value;

    /// <summary>A customer's wish to pay, as kept before the provider is asked.</summary>
    public async Task<PaymentIntentId> Wish(LoanId loan, string amount, Guid? key = null)
    {
        var caller = await CustomerOf(loan);
        return (await shop.Portal.Operations.Run(caller, (StartCardPayment u) => u.Handle(new(loan, amount, "stripe", key), default), default)).Value.Intent;
    }

    public Task<Outcome<ReceiveProviderEvent.Result>> Receive(ProviderMessage message) =>
        shop.Run(Role.System, (ReceiveProviderEvent u) => u.Handle(new(message, "{}"u8.ToArray()), default));

    /// <summary>A message that money came.</summary>
    public ProviderMessage Paid(PaymentIntentId? wish, decimal amount, string? paymentRef = null, string currency = "KES", TenantId? tenant = null)
    {
        var n = Interlocked.Increment(ref _messages);
        var metadata = new Dictionary<string, string> { [ProviderMetadata.Tenant] = (tenant ?? shop.Tenant.Id).ToString() };
        if (wish is not null) metadata[ProviderMetadata.Intent] = wish.Value.ToString();
        return new ProviderMessage(
            "stripe", $"evt_{n}", "payment_intent.succeeded", ProviderMessageKind.PaymentSucceeded, paymentRef ?? $"pi_{n}", null,
            Money.Round(amount, Currency.Of(currency), MidpointRounding.ToEven), null, metadata, false, DateTimeOffset.UnixEpoch);
    }

    /// <summary>A message that money was paid out to the bank.</summary>
    public ProviderMessage PaidOut(decimal amount, string payout, DateOnly on, string currency = "KES") => Paid(null, amount, currency: currency) with
    {
        Type = "payout.paid", Kind = ProviderMessageKind.PaidOut, PaymentRef = null, PayoutRef = payout, PaidOn = on,
        Metadata = new Dictionary<string, string>(),
    };

    /// <summary>A message that an attempt failed.</summary>
    public ProviderMessage Declined(PaymentIntentId wish) => Paid(wish, 1) with
    {
        Type = "payment_intent.payment_failed", Kind = ProviderMessageKind.PaymentFailed, Amount = null, Failure = "card_declined",
    };

    public Task<long> Count(string table) => shop.Read<long>($"select count(*) from {{s}}.{table}");

    public Task<long> Paid(LoanId loan) => shop.Read<long>("select paid_minor from {s}.loans where id = $1", loan.Value);

    public Task<string> StateOf(PaymentIntentId wish) => shop.Read<string>("select state from {s}.payment_intents where id = $1", wish.Value);

    /// <summary>What all entries of the ledger sum to; nothing but zero is right.</summary>
    public Task<long> LedgerSum() => shop.Read<long>("select coalesce(sum(amount_minor), 0)::bigint from {s}.ledger_entries");
}
