using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>What happens to payments, and which events tell of it. Each step is whole: nobody sees half of one.</summary>
public sealed class Cashier(World world, Courier courier)
{
    /// <summary>Keeps a new payment intent and tells of it.</summary>
    public void Create(PaymentIntent intent)
    {
        lock (world.Sync)
        {
            intent.Account.Intents.Add(intent);
            courier.Post(intent.Account, [("payment_intent.created", intent.Render())]);
        }
    }

    /// <summary>
    /// Tries a card. Afterwards the intent has succeeded, asks for an extra check (see <see cref="PaymentIntent.ActionUrl"/>),
    /// or wants another card.
    /// </summary>
    /// <exception cref="StripeError">The intent cannot be paid in its state.</exception>
    public void Pay(PaymentIntent intent, Card card, Func<string> actionUrl)
    {
        lock (world.Sync)
        {
            RequireState(intent, "confirm", "requires_payment_method", "requires_confirmation", "requires_action");
            intent.Card = card;
            (intent.LastError, intent.ActionUrl) = (null, null);
            if (card.AsksMore)
            {
                (intent.Status, intent.ActionUrl) = ("requires_action", actionUrl());
                courier.Post(intent.Account, [("payment_intent.requires_action", intent.Render())]);
                return;
            }
            Charge(intent, card);
        }
    }

    /// <summary>The customer passed or failed the extra check.</summary>
    /// <exception cref="StripeError">No check is asked for.</exception>
    public void Authenticate(PaymentIntent intent, bool passed)
    {
        lock (world.Sync)
        {
            RequireState(intent, "authenticate", "requires_action");
            intent.ActionUrl = null;
            if (passed)
            {
                Charge(intent, intent.Card!);
                return;
            }
            var error = StripeError.Invalid("payment_intent_authentication_failure", "We are unable to authenticate your payment method. Please choose a different payment method and try again.");
            (intent.Status, intent.LastError) = ("requires_payment_method", error.Detail());
            courier.Post(intent.Account, [("payment_intent.payment_failed", intent.Render())]);
        }
    }

    /// <summary>Gives a payment up for good.</summary>
    /// <exception cref="StripeError">It has succeeded or was cancelled before.</exception>
    public void Cancel(PaymentIntent intent, string? reason)
    {
        lock (world.Sync)
        {
            RequireState(intent, "cancel", "requires_payment_method", "requires_confirmation", "requires_action");
            (intent.Status, intent.ActionUrl, intent.Cancelled) = ("canceled", null, (world.Now, reason));
            courier.Post(intent.Account, [("payment_intent.canceled", intent.Render())]);
        }
    }

    /// <summary>The payment of a session, made with its first attempt.</summary>
    public PaymentIntent IntentOf(CheckoutSession session)
    {
        lock (world.Sync)
        {
            if (session.Intent is not null) return session.Intent;
            var intent = session.Intent = new PaymentIntent(session.Account, session.Amount, session.Currency, world.Now)
            {
                Metadata = new(session.IntentMetadata),
                Description = session.IntentDescription,
                Session = session,
            };
            Create(intent);
            return intent;
        }
    }

    /// <summary>Sends an account's money to its bank and tells of it; nothing in what is told names a fee or a payment.</summary>
    public JsonObject PayOut(Account account, long amount, string currency, int days)
    {
        lock (world.Sync)
        {
            var payout = new Payout(amount, currency, world.Now, days);
            courier.Post(account, [("payout.created", payout.Render("pending")), ("payout.paid", payout.Render("paid"))]);
            return payout.Render("paid");
        }
    }

    /// <summary>Closes a session that was not paid; does nothing when it is not open.</summary>
    public void Expire(CheckoutSession session)
    {
        lock (world.Sync)
        {
            if (session.Status != "open") return;
            session.Status = "expired";
            if (session.Intent is { Status: not "succeeded" and not "canceled" } intent) Cancel(intent, "automatic");
            courier.Post(session.Account, [("checkout.session.expired", session.Render())]);
        }
    }

    /// <summary>Closes a session whose time is over.</summary>
    public void ExpireWhenDue(CheckoutSession session)
    {
        if (session.ExpiresAt <= world.Now) Expire(session);
    }

    private void Charge(PaymentIntent intent, Card card)
    {
        var charge = intent.LatestCharge = new Charge(intent, card, world.Now);
        intent.Account.Charges.Add(charge);
        if (card.Decline is { } decline)
        {
            var error = new StripeError(StatusCodes.Status402PaymentRequired, "card_error", decline.Code, decline.Message) { DeclineCode = decline.DeclineCode, Charge = charge.Id };
            (intent.Status, intent.LastError) = ("requires_payment_method", error.Detail());
            courier.Post(intent.Account, [("charge.failed", charge.Render()), ("payment_intent.payment_failed", intent.Render())]);
            return;
        }
        intent.Status = "succeeded";
        var told = new List<(string, JsonObject)> { ("charge.succeeded", charge.Render()), ("payment_intent.succeeded", intent.Render()) };
        if (intent.Session is { } session)
        {
            session.Status = "complete";
            told.Add(("checkout.session.completed", session.Render()));
        }
        courier.Post(intent.Account, told);
    }

    private static void RequireState(PaymentIntent intent, string verb, params string[] allowed)
    {
        if (!allowed.Contains(intent.Status))
            throw new StripeError(StatusCodes.Status400BadRequest, "invalid_request_error", "payment_intent_unexpected_state", $"You cannot {verb} this PaymentIntent because it has a status of {intent.Status}. Only a PaymentIntent with one of the following statuses may be asked to {verb}: {string.Join(", ", allowed)}.")
            {
                PaymentIntent = intent.Render(),
            };
    }
}
