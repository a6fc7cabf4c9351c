using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary><c>/v1/payment_intents</c>.</summary>
public static class PaymentIntentsApi
{
    private static readonly string[] Known =
    [
        "amount", "currency", "description", "metadata[*]", "confirm", "payment_method", "return_url", "capture_method", "confirmation_method",
        "payment_method_types[#]", "automatic_payment_methods[enabled]", "automatic_payment_methods[allow_redirects]",
    ];

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var intents = routes.MapGroup("/v1/payment_intents");
        intents.MapPost("", Create);
        intents.MapGet("", (HttpContext http, World world) =>
        {
            var call = ApiCall.Of(http);
            lock (world.Sync) call.Body = Json.List("/v1/payment_intents", call.Form, call.Account.Intents, one => one.Id, one => one.Render());
        });
        intents.MapGet("{id}", (string id, HttpContext http, World world) => Show(world, ApiCall.Of(http), Own(ApiCall.Of(http), world, id)));
        intents.MapPost("{id}", Change);
        intents.MapPost("{id}/confirm", Confirm);
        intents.MapPost("{id}/cancel", Cancel);
    }

    private static void Create(HttpContext http, World world, Cashier cashier, SimulatorOptions options, TimeProvider time)
    {
        var (call, form) = (ApiCall.Of(http), ApiCall.Of(http).Form);
        form.Only(Known);
        var currency = Amounts.Currency(form.Required("currency"), "currency");
        form.Required("amount");
        var amount = form.Number("amount")!.Value;
        Amounts.Check(amount, currency, "amount");
        var intent = new PaymentIntent(call.Account, amount, currency, world.Now)
        {
            Metadata = form.Metadata("metadata"),
            Description = form.Text("description", 1000),
            ReturnUrl = form.Url("return_url"),
            Card = CardOf(form, time),
        };
        if (intent.Card is not null) intent.Status = "requires_confirmation";
        if (form.Flag("confirm")) RequireCard(intent);
        cashier.Create(intent);
        if (form.Flag("confirm")) Pay(http, intent, intent.Card!, cashier, options);
        Show(world, call, intent);
    }

    private static void Change(string id, HttpContext http, World world)
    {
        var (call, form) = (ApiCall.Of(http), ApiCall.Of(http).Form);
        form.Only("amount", "description", "metadata[*]");
        var intent = Own(call, world, id);
        lock (world.Sync)
        {
            if (form.Number("amount") is { } amount)
            {
                if (intent.Status is "succeeded" or "canceled")
                    throw StripeError.Invalid("payment_intent_unexpected_state", $"This PaymentIntent's amount could not be updated because it has a status of {intent.Status}.", "amount");
                Amounts.Check(amount, intent.Currency, "amount");
                intent.Amount = amount;
            }
            intent.Description = form.Text("description", 1000) ?? intent.Description;
            foreach (var (name, value) in form.Metadata("metadata")) intent.Metadata[name] = value;
        }
        Show(world, call, intent);
    }

    private static void Confirm(string id, HttpContext http, World world, Cashier cashier, SimulatorOptions options, TimeProvider time)
    {
        var (call, form) = (ApiCall.Of(http), ApiCall.Of(http).Form);
        form.Only("payment_method", "return_url");
        var intent = Own(call, world, id);
        lock (world.Sync)
        {
            intent.ReturnUrl = form.Url("return_url") ?? intent.ReturnUrl;
            if (intent.Status != "succeeded") intent.Card = CardOf(form, time) ?? intent.Card;
        }
        RequireCard(intent);
        Pay(http, intent, intent.Card!, cashier, options);
        Show(world, call, intent);
    }

    private static void Cancel(string id, HttpContext http, World world, Cashier cashier)
    {
        var (call, form) = (ApiCall.Of(http), ApiCall.Of(http).Form);
        form.Only("cancellation_reason");
        var reason = form.Text("cancellation_reason");
        if (reason is not (null or "duplicate" or "fraudulent" or "requested_by_customer" or "abandoned"))
            throw StripeError.Invalid(null, "Invalid cancellation_reason: must be one of duplicate, fraudulent, requested_by_customer, or abandoned", "cancellation_reason");
        var intent = Own(call, world, id);
        cashier.Cancel(intent, reason);
        Show(world, call, intent);
    }

    // A declined card is an answer of its own (402), with the intent inside as it then stands.
    private static void Pay(HttpContext http, PaymentIntent intent, Card card, Cashier cashier, SimulatorOptions options)
    {
        cashier.Pay(intent, card, () => $"{options.PublicUrl ?? $"{http.Request.Scheme}://{http.Request.Host}"}/c/check/{intent.Id}");
        if (intent.LastError is null) return;
        throw new StripeError(StatusCodes.Status402PaymentRequired, "card_error", intent.LastError["code"]!.GetValue<string>(), intent.LastError["message"]!.GetValue<string>())
        {
            DeclineCode = intent.LastError["decline_code"]?.GetValue<string>(),
            Charge = intent.LatestCharge?.Id,
            PaymentIntent = intent.Render(),
        };
    }

    private static Card? CardOf(Form form, TimeProvider time) => form.Text("payment_method") is not { } name
        ? null
        : Card.FromName(name, time.GetUtcNow()) ?? throw StripeError.Missing("PaymentMethod", name, "payment_method");

    private static void RequireCard(PaymentIntent intent)
    {
        if (intent.Card is null)
            throw StripeError.Invalid("payment_intent_unexpected_state", "You cannot confirm this PaymentIntent because it's missing a payment method. Update the PaymentIntent with a payment method and then confirm it again.", "payment_method");
        if (intent.Card.AsksMore && intent.ReturnUrl is null)
            throw StripeError.Invalid("parameter_missing", "This card asks for an extra check: a return_url is needed.", "return_url");
    }

    private static void Show(World world, ApiCall call, PaymentIntent intent)
    {
        lock (world.Sync) call.Body = intent.Render();
    }

    private static PaymentIntent Own(ApiCall call, World world, string id)
    {
        lock (world.Sync)
            return call.Account.Intents.FirstOrDefault(one => one.Id == id) ?? throw StripeError.Missing("payment_intent", id, "intent");
    }
}

/// <summary><c>/v1/events</c> and <c>/v1/charges</c>: what has happened, for merchants who missed a webhook.</summary>
public static class EventsApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events", (HttpContext http, World world) =>
        {
            var call = ApiCall.Of(http);
            var type = call.Form.Text("type");
            lock (world.Sync)
                call.Body = Json.List("/v1/events", call.Form, call.Account.Events.Where(one => type is null || one.Type == type).ToList(), one => one.Id, one => one.Render());
        });
        routes.MapGet("/v1/events/{id}", (string id, HttpContext http, World world) =>
            Show(http, world, account => account.Events.FirstOrDefault(one => one.Id == id)?.Render(), "event", id));
        routes.MapGet("/v1/charges/{id}", (string id, HttpContext http, World world) =>
            Show(http, world, account => account.Charges.FirstOrDefault(one => one.Id == id)?.Render(), "charge", id));
    }

    private static void Show(HttpContext http, World world, Func<Account, JsonObject?> find, string kind, string id)
    {
        var call = ApiCall.Of(http);
        lock (world.Sync) call.Body = find(call.Account) ?? throw StripeError.Missing(kind, id);
    }
}
