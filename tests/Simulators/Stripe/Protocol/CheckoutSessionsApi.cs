namespace Paylatch.StripeSimulator;

/// <summary><c>/v1/checkout/sessions</c>.</summary>
public static class CheckoutSessionsApi
{
    private static readonly string[] Known =
    [
        "mode", "success_url", "cancel_url", "client_reference_id", "customer_email", "expires_at", "locale", "submit_type", "ui_mode",
        "payment_method_types[#]", "metadata[*]", "payment_intent_data[metadata][*]", "payment_intent_data[description]",
        "line_items[#][quantity]", "line_items[#][price_data][currency]", "line_items[#][price_data][unit_amount]",
        "line_items[#][price_data][product_data][name]", "line_items[#][price_data][product_data][description]",
    ];

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/v1/checkout/sessions");
        sessions.MapPost("", Create);
        sessions.MapGet("", (HttpContext http, World world) =>
        {
            var call = ApiCall.Of(http);
            lock (world.Sync) call.Body = Json.List("/v1/checkout/sessions", call.Form, call.Account.Sessions, one => one.Id, one => one.Render());
        });
        sessions.MapGet("{id}", (string id, HttpContext http, World world, Cashier cashier) => Show(http, world, cashier, id));
        sessions.MapPost("{id}/expire", (string id, HttpContext http, World world, Cashier cashier) =>
        {
            var session = Own(ApiCall.Of(http), world, id);
            if (session.Status != "open")
                throw StripeError.Invalid(null, $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {session.Status}.");
            cashier.Expire(session);
            Show(http, world, cashier, id);
        });
    }

    private static void Create(HttpContext http, World world, SimulatorOptions options)
    {
        var (call, form) = (ApiCall.Of(http), ApiCall.Of(http).Form);
        form.Only(Known);
        var mode = form.Required("mode");
        if (mode != "payment") throw StripeError.Invalid(null, $"This simulator knows the mode payment only, not {mode}.", "mode");
        for (var i = 0; i < form.Count("payment_method_types"); i++)
            if (form.Text($"payment_method_types[{i}]") != "card")
                throw StripeError.Invalid("payment_intent_invalid_parameter", "This simulator knows the payment method type card only.", $"payment_method_types[{i}]");

        var (items, currency) = Items(form);
        var session = new CheckoutSession(call.Account, currency, items, world.Now)
        {
            SuccessUrl = form.Url("success_url") ?? form.Required("success_url"),
            CancelUrl = form.Url("cancel_url"),
            ClientReferenceId = form.Text("client_reference_id", 200),
            CustomerEmail = Email(form),
            ExpiresAt = ExpiresAt(form, world.Now),
            Metadata = form.Metadata("metadata"),
            IntentMetadata = form.Metadata("payment_intent_data[metadata]"),
            IntentDescription = form.Text("payment_intent_data[description]", 1000),
            PageRoot = PageRoot(http, options),
        };
        Amounts.Check(session.Amount, currency, "line_items[0][price_data][unit_amount]");
        lock (world.Sync)
        {
            call.Account.Sessions.Add(session);
            call.Body = session.Render();
        }
    }

    private static (List<LineItem> Items, string Currency) Items(Form form)
    {
        var count = form.Count("line_items");
        if (count == 0) throw StripeError.Invalid("parameter_missing", "Missing required param: line_items.", "line_items");
        var items = new List<LineItem>();
        var currencies = new HashSet<string>();
        for (var i = 0; i < count; i++)
        {
            var price = $"line_items[{i}][price_data]";
            currencies.Add(Amounts.Currency(form.Required($"{price}[currency]"), $"{price}[currency]"));
            form.Required($"{price}[unit_amount]");
            var amount = form.Number($"{price}[unit_amount]")!.Value;
            form.Required($"line_items[{i}][quantity]");
            var quantity = form.Number($"line_items[{i}][quantity]")!.Value;
            if (amount < 0) throw StripeError.Invalid("parameter_invalid_integer", "This value must be greater than or equal to 0.", $"{price}[unit_amount]");
            if (quantity is < 1 or > 999_999) throw StripeError.Invalid("parameter_invalid_integer", "This value must be between 1 and 999999.", $"line_items[{i}][quantity]");
            items.Add(new LineItem(form.Required($"{price}[product_data][name]"), amount, quantity));
        }
        return currencies.Count == 1 ? (items, currencies.First()) : throw StripeError.Invalid(null, "All line items must be in one currency.", "line_items");
    }

    private static long ExpiresAt(Form form, long now)
    {
        const long day = 24 * 60 * 60;
        if (form.Number("expires_at") is not { } at) return now + day;
        // A minute of grace on both sides, since the request took time to come here.
        return at >= now + 30 * 60 - 60 && at <= now + day + 60
            ? at
            : throw StripeError.Invalid(null, "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", "expires_at");
    }

    private static string? Email(Form form)
    {
        var email = form.Text("customer_email", 800);
        return email is null || (email.IndexOf('@') is var at and > 0 && at < email.Length - 1)
            ? email
            : throw StripeError.Invalid("email_invalid", $"Invalid email address: {email}", "customer_email");
    }

    private static Uri PageRoot(HttpContext http, SimulatorOptions options) =>
        new(options.PublicUrl ?? $"{http.Request.Scheme}://{http.Request.Host}");

    private static void Show(HttpContext http, World world, Cashier cashier, string id)
    {
        var call = ApiCall.Of(http);
        var session = Own(call, world, id);
        cashier.ExpireWhenDue(session);
        lock (world.Sync) call.Body = session.Render();
    }

    private static CheckoutSession Own(ApiCall call, World world, string id)
    {
        lock (world.Sync)
            return call.Account.Sessions.FirstOrDefault(one => one.Id == id) ?? throw StripeError.Missing("checkout.session", id, "session");
    }
}
