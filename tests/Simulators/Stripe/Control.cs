using System.Text.Json.Serialization;

namespace Paylatch.StripeSimulator;

/// <summary>
/// What tests and the demo steer the simulator with, under <c>/_simulator</c>. Real Stripe has nothing like it. An account is
/// named by its id or its secret key.
/// </summary>
public static class Control
{
    /// <summary>What to change of an account's settings; null leaves a field as it is.</summary>
    public sealed record SettingsChange(
        string? Account, bool? Hold, int? Duplicates, int? DelayMs,
        [property: JsonConverter(typeof(JsonStringEnumConverter<DeliveryOrder>))] DeliveryOrder? Order, Fault? Fault, bool ForgetFaults = false);

    /// <summary>What to send again.</summary>
    /// <param name="Event">Which event.</param>
    /// <param name="Times">How often.</param>
    /// <param name="Parallel">True to send all at the same moment.</param>
    /// <param name="SecondsOff">How far the signing time is moved.</param>
    /// <param name="Secret">What to sign with instead of the account's secret.</param>
    public sealed record Delivery(string? Event, int Times = 1, bool Parallel = false, int SecondsOff = 0, string? Secret = null);

    /// <summary>An account to act on.</summary>
    public sealed record Named(string? Account);

    /// <summary>A session to pay without a browser, with a test card.</summary>
    public sealed record Payment(string? Session, string Card = "4242424242424242");

    /// <summary>Money to be paid out to a merchant's bank.</summary>
    /// <param name="Account">Whose.</param>
    /// <param name="Amount">How much arrives there, as Stripe counts.</param>
    /// <param name="Currency">The currency, lower case.</param>
    /// <param name="Days">In how many days it arrives.</param>
    public sealed record ToBank(string? Account, long Amount, string Currency = "kes", int Days = 0);

    /// <summary>Adds the endpoints.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/_simulator");
        control.MapGet("/health", () => Results.Ok(new { name = "Stripe simulator", ok = true }));
        control.MapPost("/accounts", (NewAccount wanted, World world) =>
        {
            try
            {
                return Results.Ok(Shown(world.Open(wanted)));
            }
            catch (ArgumentException wrong)
            {
                return Wrong(wrong.Message);
            }
        });
        control.MapGet("/accounts", (World world) => world.Accounts.Select(Shown));
        control.MapPost("/settings", Change);
        control.MapPost("/release", (Named which, World world, Courier courier) =>
            world.Find(which.Account) is { } account ? Results.Ok(new { released = courier.Release(account) }) : Unknown());
        control.MapPost("/deliver", Deliver);
        control.MapPost("/pay", Pay);
        control.MapPost("/payout", PayOut);
        control.MapGet("/events", Events);
    }

    private static IResult Change(SettingsChange to, World world)
    {
        if (world.Find(to.Account) is not { } account) return Unknown();
        var settings = account.Settings;
        settings.Hold = to.Hold ?? settings.Hold;
        settings.Duplicates = Math.Clamp(to.Duplicates ?? settings.Duplicates, 0, 1000);
        settings.DelayMs = Math.Clamp(to.DelayMs ?? settings.DelayMs, 0, 3_600_000);
        settings.Order = to.Order ?? settings.Order;
        if (to.ForgetFaults) settings.Plan(null);
        if (to.Fault is { Status: not null and not 0 and (< 100 or > 599) }) return Wrong("fault.status must be an HTTP status, or 0 to cut the connection.");
        if (to.Fault is not null) settings.Plan(to.Fault);
        return Results.Ok(new { settings.Hold, settings.Duplicates, settings.DelayMs, order = settings.Order.ToString() });
    }

    private static async Task<IResult> Deliver(Delivery wanted, World world, Courier courier)
    {
        var told = world.Accounts.SelectMany(account => EventsOf(world, account)).FirstOrDefault(one => one.Id == wanted.Event);
        if (told is null) return Results.NotFound(new { error = "No such event." });
        if (told.Account.WebhookUrl is null) return Wrong("The account has no webhookUrl.");
        var times = Math.Clamp(wanted.Times, 1, 1000);
        var attempts = new List<Attempt>();
        if (wanted.Parallel)
            attempts.AddRange(await Task.WhenAll(Enumerable.Range(0, times).Select(_ => courier.Deliver(told, wanted.SecondsOff, wanted.Secret))));
        else
            for (var i = 0; i < times; i++) attempts.Add(await courier.Deliver(told, wanted.SecondsOff, wanted.Secret));
        return Results.Ok(new { @event = told.Id, attempts });
    }

    private static IResult Pay(Payment wanted, World world, Cashier cashier, TimeProvider time)
    {
        if (world.FindSession(wanted.Session ?? "") is not { } session) return Results.NotFound(new { error = "No such session." });
        cashier.ExpireWhenDue(session);
        if (session.Status != "open") return Wrong($"The session is {session.Status}.");
        var (card, wrong) = Card.Read(wanted.Card, $"12/{time.GetUtcNow().Year + 2}", "123", time.GetUtcNow());
        if (card is null) return Wrong(string.Join(" ", wrong.Values));
        var intent = cashier.IntentOf(session);
        try
        {
            cashier.Pay(intent, card, () => new Uri(session.PageRoot, "/c/check/" + intent.Id).AbsoluteUri);
        }
        catch (StripeError no)
        {
            return Wrong(no.Message);
        }
        return Results.Ok(new { session = session.Status, paymentIntent = intent.Id, status = intent.Status, failure = intent.LastError?["decline_code"]?.GetValue<string>() });
    }

    private static IResult PayOut(ToBank wanted, World world, Cashier cashier)
    {
        if (world.Find(wanted.Account) is not { } account) return Unknown();
        return Results.Ok(cashier.PayOut(account, wanted.Amount, wanted.Currency, Math.Clamp(wanted.Days, 0, 30)));
    }

    private static IResult Events(World world, string? account, string? type, string? about)
    {
        var accounts = string.IsNullOrEmpty(account) ? world.Accounts : world.Find(account) is { } one ? [one] : [];
        return Results.Ok(accounts.SelectMany(owner => EventsOf(world, owner))
            .Where(told => (string.IsNullOrEmpty(type) || told.Type == type) && (string.IsNullOrEmpty(about) || told.About == about))
            .Select(told => new { told.Id, told.Type, account = told.Account.Id, told.Created, told.About, told.Held, Attempts = AttemptsOf(world, told) })
            .Select(told => new { told.Id, told.Type, told.account, told.Created, told.About, told.Held, delivered = told.Attempts.Any(attempt => attempt.Taken), told.Attempts }));
    }

    private static List<StripeEvent> EventsOf(World world, Account account)
    {
        lock (world.Sync) return [.. account.Events];
    }

    private static List<Attempt> AttemptsOf(World world, StripeEvent told)
    {
        lock (world.Sync) return [.. told.Attempts];
    }

    private static object Shown(Account account) => new { account.Id, account.Name, account.WebhookUrl };

    private static IResult Unknown() => Results.NotFound(new { error = "No such account." });

    private static IResult Wrong(string why) => Results.BadRequest(new { error = why });
}
