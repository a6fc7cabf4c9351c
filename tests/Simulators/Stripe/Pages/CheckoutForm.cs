namespace Paylatch.StripeSimulator;

/// <summary>The checkout page's form.</summary>
public static class CheckoutForm
{
    /// <summary>What the customer typed that may be shown again; a card's number never is.</summary>
    public sealed record Typed(string Email, string Name);

    /// <summary>Nothing typed yet.</summary>
    public static readonly Typed Nothing = new("", "");

    /// <summary>The page, with what is wrong beside its field (or under <c>form</c> when it is about none).</summary>
    public static IResult Page(CheckoutSession session, Typed typed, IReadOnlyDictionary<string, string> wrong, int status = StatusCodes.Status200OK)
    {
        var amount = Html.Text(Amounts.Display(session.Amount, session.Currency));
        return Html.Page($"{session.Account.Name} · Checkout", $"""
            <main class="checkout">
              <section class="summary" aria-label="Order">
                {Back(session)}
                <p class="quiet">Pay {Html.Text(session.Account.Name)}</p>
                <p class="amount">{amount}</p>
                <ul>{string.Concat(session.Items.Select(item => Item(session, item)))}</ul>
              </section>
              <section class="card">
                <h1>Pay with card</h1>
                {(wrong.TryGetValue("form", out var why) ? $"""<p class="alert" role="alert">{Html.Text(why)}</p>""" : "")}
                <form method="post" action="/c/pay/{Html.Text(session.Id)}" novalidate>
                  {Email(session, typed, wrong)}
                  {Field("cardNumber", "Card number", "text", "cc-number", "1234 1234 1234 1234", "", wrong, "numeric", 23)}
                  <div class="pair">
                    {Field("cardExpiry", "Expiry", "text", "cc-exp", "MM / YY", "", wrong, "numeric", 9)}
                    {Field("cardCvc", "CVC", "text", "cc-csc", "CVC", "", wrong, "numeric", 4)}
                  </div>
                  {Field("billingName", "Name on card", "text", "cc-name", "", typed.Name, wrong, "text", 200)}
                  <button class="button" type="submit">Pay {amount}</button>
                </form>
                <details>
                  <summary>Test cards</summary>
                  <dl>
                    <dt>4242 4242 4242 4242</dt><dd>is paid</dd>
                    <dt>4000 0025 0000 3155</dt><dd>asks for 3-D Secure</dd>
                    <dt>4000 0000 0000 0002</dt><dd>is declined</dd>
                    <dt>4000 0000 0000 9995</dt><dd>has insufficient funds</dd>
                  </dl>
                  <p class="quiet">Any expiry in the future, any CVC.</p>
                </details>
              </section>
            </main>
            """, status);
    }

    private static string Back(CheckoutSession session) => session.CancelUrl is null
        ? ""
        : $"""<a class="back" href="{Html.Text(session.CancelUrl)}">← Back</a>""";

    private static string Item(CheckoutSession session, LineItem item)
    {
        var count = item.Quantity == 1 ? "" : $""" <span class="quiet">× {item.Quantity}</span>""";
        return $"""<li><span>{Html.Text(item.Name)}{count}</span><span>{Html.Text(Amounts.Display(item.UnitAmount * item.Quantity, session.Currency))}</span></li>""";
    }

    private static string Email(CheckoutSession session, Typed typed, IReadOnlyDictionary<string, string> wrong) => session.CustomerEmail is { } known
        ? $"""<p class="known"><span>Email</span><span>{Html.Text(known)}</span></p>"""
        : Field("email", "Email", "email", "email", "you@example.com", typed.Email, wrong, "email", 200);

    private static string Field(
        string name, string label, string type, string autocomplete, string hint, string value, IReadOnlyDictionary<string, string> wrong, string keyboard, int longest)
    {
        var said = wrong.TryGetValue(name, out var why);
        return $"""
            <div class="field">
              <label for="{name}">{label}</label>
              <input id="{name}" name="{name}" type="{type}" autocomplete="{autocomplete}" inputmode="{keyboard}" maxlength="{longest}" placeholder="{hint}" value="{Html.Text(value)}" required{(said ? $" aria-invalid=\"true\" aria-describedby=\"{name}-wrong\"" : "")}>
              {(said ? $"""<p class="wrong" id="{name}-wrong">{Html.Text(why)}</p>""" : "")}
            </div>
            """;
    }
}
