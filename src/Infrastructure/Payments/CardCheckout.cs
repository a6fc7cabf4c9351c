using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Leads a customer to the provider's page: the wish is kept in one operation, the provider asked outside of any, its
/// answer kept in another. Whatever breaks in between, money that comes is matched by the wish.
/// </summary>
public sealed class CardCheckout(Operations operations, ICardProvider provider)
{
    /// <summary>Opens the page.</summary>
    /// <param name="caller">The customer.</param>
    /// <param name="loan">The customer's loan.</param>
    /// <param name="amount">How much, as written.</param>
    /// <param name="key">The form's own id, so that pressing twice opens one page.</param>
    /// <param name="site">The tenant's address, to which the customer comes back.</param>
    /// <param name="ct">Gives up before the provider is asked; after that its answer is kept, and the provider's own time-outs end the wait.</param>
    /// <returns>Where to send the customer, or why not.</returns>
    public async Task<Outcome<Uri>> Open(Caller caller, LoanId loan, string? amount, Guid? key, Uri site, CancellationToken ct)
    {
        var command = new StartCardPayment.Command(loan, amount, provider.Name, key);
        var kept = await operations.Run(caller, (StartCardPayment u) => u.Handle(command, ct), ct);
        if (kept.Refusal is { } no) return no;

        var system = Caller.System(caller.Tenant, caller.CorrelationId);
        var account = await operations.Run(system, (ReadProviderAccount u) => u.Handle(provider.Name, ct), ct);
        if (account.Refusal is { } unread) return unread;
        try
        {
            var page = await provider.StartCheckout(account.Value ?? throw PaymentsRefusals.ProviderUnknown(provider.Name), Request(caller, kept.Value, site), CancellationToken.None);
            // Kept whether or not the customer waits for it: a page nobody knows could be paid and never found again.
            var attach = new AttachProvider.Command(kept.Value.Intent, page.ProviderRef);
            var attached = await operations.Run(system, (AttachProvider u) => u.Handle(attach, CancellationToken.None), CancellationToken.None);
            return attached.Refusal is { } unkept ? unkept : page.Url;
        }
        catch (Refusal refused)
        {
            var failed = await operations.Run(system, (FailIntent u) => u.Handle(new(kept.Value.Intent, refused.Code), CancellationToken.None), CancellationToken.None);
            return failed.Refusal ?? refused;
        }
    }

    private static CheckoutRequest Request(Caller caller, StartCardPayment.Started wish, Uri site)
    {
        var pay = $"/me/pay/{wish.Loan}";
        return new CheckoutRequest(
            wish.Intent.Value, wish.Loan, caller.Tenant, wish.Amount, wish.LoanNumber,
            new Uri(site, $"{pay}/done?payment={wish.Intent}").AbsoluteUri, new Uri(site, pay).AbsoluteUri);
    }
}
