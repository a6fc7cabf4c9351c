using System.Text.RegularExpressions;

namespace Paylatch.StripeSimulator;

/// <summary>What opens an account, by the control endpoint or the accounts file.</summary>
/// <param name="SecretKey">The key its requests carry, <c>sk_test_…</c> or <c>rk_test_…</c>.</param>
/// <param name="WebhookUrl">Where its events are sent; null for nowhere.</param>
/// <param name="WebhookSecret">What its events are signed with, <c>whsec_…</c>; needed when there is an address.</param>
/// <param name="Name">The merchant's name on the checkout page.</param>
public sealed record NewAccount(string? SecretKey, string? WebhookUrl = null, string? WebhookSecret = null, string? Name = null);

/// <summary>One merchant's account. Everything in it belongs to it alone; another account's key does not find it.</summary>
public sealed partial class Account(string secretKey)
{
    /// <summary>Its id, <c>acct_…</c>.</summary>
    public string Id { get; } = Ids.New("acct_1", 15);

    /// <summary>The key its requests carry.</summary>
    public string SecretKey { get; } = secretKey;

    /// <summary>Where its events are sent; null for nowhere.</summary>
    public Uri? WebhookUrl { get; private set; }

    /// <summary>What its events are signed with.</summary>
    public string WebhookSecret { get; private set; } = "";

    /// <summary>The merchant's name on the checkout page.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How the simulator misbehaves for this account.</summary>
    public Settings Settings { get; } = new();

    /// <summary>Its checkout sessions, oldest first.</summary>
    public List<CheckoutSession> Sessions { get; } = [];

    /// <summary>Its payment intents, oldest first.</summary>
    public List<PaymentIntent> Intents { get; } = [];

    /// <summary>Its charges, oldest first.</summary>
    public List<Charge> Charges { get; } = [];

    /// <summary>Its events, oldest first.</summary>
    public List<StripeEvent> Events { get; } = [];

    /// <summary>Takes over what can be changed about an account.</summary>
    /// <exception cref="ArgumentException">Says what is wrong with it.</exception>
    public void Change(NewAccount to)
    {
        if (!KeyShape().IsMatch(to.SecretKey ?? "")) throw new ArgumentException("secretKey must be a test key: sk_test_… or rk_test_….");
        Uri? url = null;
        if (to.WebhookUrl is not null && !(Uri.TryCreate(to.WebhookUrl, UriKind.Absolute, out url) && url.Scheme is "http" or "https"))
            throw new ArgumentException("webhookUrl must be an absolute http or https address.");
        if (url is not null && string.IsNullOrWhiteSpace(to.WebhookSecret))
            throw new ArgumentException("webhookSecret is needed to sign what is sent to webhookUrl.");
        (WebhookUrl, WebhookSecret, Name) = (url, to.WebhookSecret ?? "", to.Name ?? "Test shop");
    }

    [GeneratedRegex(@"\A[sr]k_test_[A-Za-z0-9_]{1,240}\z")]
    private static partial Regex KeyShape();
}

/// <summary>Something planned to go wrong with the next API requests.</summary>
/// <param name="Status">The status to answer with; 0 cuts the connection; null answers properly.</param>
/// <param name="Times">How many requests it meets.</param>
/// <param name="DelayMs">How long the answer is kept back.</param>
/// <param name="Afterwards">True when the request does its work first and only its answer is lost.</param>
public sealed record Fault(int? Status = null, int Times = 1, int DelayMs = 0, bool Afterwards = false);

/// <summary>How deliveries are ordered within one burst of events.</summary>
public enum DeliveryOrder
{
    /// <summary>As they happened.</summary>
    Created,

    /// <summary>The last first.</summary>
    Reversed,

    /// <summary>Any.</summary>
    Shuffled,
}

/// <summary>How the simulator misbehaves for one account; at first not at all.</summary>
public sealed class Settings
{
    private readonly Queue<Fault> _faults = new();
    private readonly Lock _lock = new();

    /// <summary>True to keep events back until they are released.</summary>
    public bool Hold { get; set; }

    /// <summary>How many more times each event is delivered than needed.</summary>
    public int Duplicates { get; set; }

    /// <summary>How long deliveries are kept back.</summary>
    public int DelayMs { get; set; }

    /// <summary>How the events of one burst are ordered.</summary>
    public DeliveryOrder Order { get; set; }

    /// <summary>Plans a fault; null forgets all planned ones.</summary>
    public void Plan(Fault? fault)
    {
        lock (_lock)
        {
            if (fault is null) _faults.Clear();
            else for (var i = 0; i < Math.Clamp(fault.Times, 1, 10_000); i++) _faults.Enqueue(fault);
        }
    }

    /// <summary>The fault that meets the next request, if any.</summary>
    public Fault? NextFault()
    {
        lock (_lock) return _faults.TryDequeue(out var fault) ? fault : null;
    }
}
