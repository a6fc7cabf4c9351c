namespace Paylatch.StripeSimulator;

/// <summary>The hosted checkout page and the bank's extra check, as customers see them.</summary>
public static class CheckoutPages
{
    /// <summary>Adds the pages.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Html.MapCss(routes);
        routes.MapGet("/c/pay/{id}", (string id, World world, Cashier cashier) =>
            Closed(world, cashier, id, out var session) ?? CheckoutForm.Page(session!, CheckoutForm.Nothing, new Dictionary<string, string>()));
        routes.MapPost("/c/pay/{id}", Pay).DisableAntiforgery();
        routes.MapGet("/c/check/{id}", (string id, World world) => world.FindIntent(id) is { Status: "requires_action" } intent
            ? Check(intent)
            : Html.Message("Nothing to confirm", "This payment does not ask for a confirmation.", status: StatusCodes.Status404NotFound));
        routes.MapPost("/c/check/{id}", Checked).DisableAntiforgery();
    }

    private static async Task<IResult> Pay(string id, HttpRequest request, World world, Cashier cashier, TimeProvider time)
    {
        if (Closed(world, cashier, id, out var session) is { } closed) return closed;
        var typed = await request.ReadFormAsync();
        var given = new CheckoutForm.Typed(session!.CustomerEmail ?? typed["email"].ToString().Trim(), typed["billingName"].ToString().Trim());
        var (card, wrong) = Card.Read(typed["cardNumber"], typed["cardExpiry"], typed["cardCvc"], time.GetUtcNow());
        if (given.Email.IndexOf('@') is var at && (at < 1 || at == given.Email.Length - 1)) wrong["email"] = "Enter your email address.";
        if (given.Name.Length == 0) wrong["billingName"] = "Enter the name on the card.";
        if (card is null || wrong.Count > 0) return CheckoutForm.Page(session, given, wrong, StatusCodes.Status422UnprocessableEntity);

        session.PaidByEmail = given.Email;
        var intent = cashier.IntentOf(session);
        try
        {
            cashier.Pay(intent, card, () => new Uri(session.PageRoot, "/c/check/" + intent.Id).AbsoluteUri);
        }
        catch (StripeError)
        {
            // Somebody paid in another tab a moment ago.
            return Closed(world, cashier, id, out _) ?? Html.Message("Please try again", "This payment changed while you were paying.", session.Url, "Back to the payment");
        }
        if (intent.ActionUrl is { } check) return Results.Redirect(check);
        return intent.Status == "succeeded"
            ? Results.Redirect(session.Success)
            : CheckoutForm.Page(session, given, Declined(intent), StatusCodes.Status402PaymentRequired);
    }

    private static async Task<IResult> Checked(string id, HttpRequest request, World world, Cashier cashier)
    {
        if (world.FindIntent(id) is not { Status: "requires_action" } intent)
            return Html.Message("Nothing to confirm", "This payment does not ask for a confirmation.", status: StatusCodes.Status404NotFound);
        var typed = await request.ReadFormAsync();
        cashier.Authenticate(intent, typed["answer"] == "complete");
        if (intent.Session is { } session)
            return intent.Status == "succeeded"
                ? Results.Redirect(session.Success)
                : CheckoutForm.Page(session, CheckoutForm.Nothing, Declined(intent), StatusCodes.Status402PaymentRequired);
        var mark = intent.ReturnUrl!.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return Results.Redirect($"{intent.ReturnUrl}{mark}payment_intent={intent.Id}&redirect_status={(intent.Status == "succeeded" ? "succeeded" : "failed")}");
    }

    private static Dictionary<string, string> Declined(PaymentIntent intent) =>
        new() { ["form"] = intent.LastError?["message"]?.GetValue<string>() ?? "Your card was declined." };

    // The page to show instead when the session cannot be paid (any more); null when it can.
    private static IResult? Closed(World world, Cashier cashier, string id, out CheckoutSession? session)
    {
        session = world.FindSession(id);
        if (session is null)
            return Html.Message("Page not found", "There is no such payment. The simulator forgets everything when it is restarted.", status: StatusCodes.Status404NotFound);
        cashier.ExpireWhenDue(session);
        return session.Status switch
        {
            "complete" => Html.Message("Already paid", "This payment is complete. You were charged once.", session.Success, $"Return to {session.Account.Name}"),
            "expired" => Html.Message("This page has expired", "Ask the shop for a new payment link.", session.CancelUrl, $"Return to {session.Account.Name}", StatusCodes.Status410Gone),
            _ => null,
        };
    }

    private static IResult Check(PaymentIntent intent) => Html.Page("3-D Secure", $"""
        <main class="card narrow">
          <p class="bank">Test bank · 3-D Secure</p>
          <h1>Confirm this payment</h1>
          <p>{Html.Text(intent.Account.Name)} asks for</p>
          <p class="amount">{Html.Text(Amounts.Display(intent.Amount, intent.Currency))}</p>
          <p class="quiet">Card ending in {Html.Text(intent.Card?.Last4)}</p>
          <form method="post">
            <button class="button" name="answer" value="complete">Complete authentication</button>
            <button class="button plain" name="answer" value="fail">Fail authentication</button>
          </form>
        </main>
        """);
}
