using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>One try to deliver an event.</summary>
/// <param name="At">When.</param>
/// <param name="Status">What the receiver answered; null when it could not be reached.</param>
/// <param name="Fault">Why it could not be reached.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record Attempt(DateTimeOffset At, int? Status, string? Fault, long Milliseconds)
{
    /// <summary>True when the receiver took it.</summary>
    public bool Taken => Status is >= 200 and < 300;
}

/// <summary>Something that happened, as it is told to the merchant. Its body never changes, however often it is sent.</summary>
public sealed class StripeEvent
{
    private readonly JsonObject _object;
    private string? _body;

    /// <summary>Tells of something; <paramref name="about"/> is the object as it stands now.</summary>
    public StripeEvent(Account account, string type, JsonObject about, long created)
    {
        (Account, Type, Created, About) = (account, type, created, about["id"]!.GetValue<string>());
        _object = new JsonObject
        {
            ["id"] = Id,
            ["object"] = "event",
            ["api_version"] = World.ApiVersion,
            ["created"] = created,
            ["data"] = new JsonObject { ["object"] = about },
            ["livemode"] = false,
            ["pending_webhooks"] = account.WebhookUrl is null ? 0 : 1,
            ["request"] = new JsonObject { ["id"] = null, ["idempotency_key"] = null },
            ["type"] = type,
        };
    }

    /// <summary>Its id, <c>evt_…</c>.</summary>
    public string Id { get; } = Ids.New("evt_1");

    /// <summary>What happened, such as <c>payment_intent.succeeded</c>.</summary>
    public string Type { get; }

    /// <summary>The account it happened to.</summary>
    public Account Account { get; }

    /// <summary>When.</summary>
    public long Created { get; }

    /// <summary>The id of the object it is about.</summary>
    public string About { get; }

    /// <summary>True while it waits to be released.</summary>
    public bool Held { get; set; }

    /// <summary>All tries to deliver it, oldest first.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>The object as the API shows it.</summary>
    public JsonObject Render() => (JsonObject)_object.DeepClone();

    /// <summary>The webhook's body, written once.</summary>
    public string Body => _body ??= _object.ToJsonString(Json.Written);

    /// <summary>
    /// The <c>Stripe-Signature</c> header. As in Stripe's test world a meaningless <c>v0</c> stands beside the real
    /// <c>v1</c>, so that receivers that take any scheme are found out.
    /// </summary>
    public static string Sign(string body, string secret, long at)
    {
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at}.{body}"));
        return $"t={at},v1={Convert.ToHexStringLower(mac)},v0={Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
    }
}
