using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Payments;
using Paylatch.StripeSimulator;

namespace Paylatch.Web.Tests.Payments;

/// <summary>The real simulator on a free port, speaking HTTP. Every shop opened on it has an account of its own.</summary>
public sealed class StripeBench : IAsyncLifetime
{
    private readonly WebApplication _simulator = StripeSimulatorApp.Build(["--urls", "http://127.0.0.1:0", "--retryMs", "20", "--Logging:LogLevel:Default", "None"]);

    /// <summary>Where the simulator is.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>A browser or a control client, without redirects.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await _simulator.StartAsync();
        Url = new Uri(_simulator.Urls.First());
        Http.BaseAddress = Url;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _simulator.DisposeAsync();
    }

    /// <summary>Opens a shop with its own account and webhook address.</summary>
    public async Task<Shop> Open()
    {
        var shop = await Shop.Listen(this);
        await Control("accounts", new { secretKey = shop.Account.SecretKey, webhookUrl = shop.Webhook, webhookSecret = shop.Account.WebhookSecret, name = "Jumbo & Sons" });
        return shop;
    }

    /// <summary>Steers the simulator.</summary>
    public async Task<JsonElement> Control(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync("/_simulator/" + path, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Our side, composed as in production.</summary>
    public Portal Connect(params (string Key, string Value)[] settings) => Connect(TimeProvider.System, settings);

    /// <summary>Our side under another clock.</summary>
    public Portal Connect(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Stripe:BaseUrl", Url.AbsoluteUri),
            new("Stripe:RetryDelay", "00:00:00.010"),
            .. settings.Select(one => new KeyValuePair<string, string?>("Stripe:" + one.Key, one.Value)),
        ]).Build();
        return new Portal(configuration, time);
    }
}

/// <summary>Our side of the wire, counting what really goes out.</summary>
public sealed class Portal : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Counter _counter = new();

    /// <summary>Composes it.</summary>
    public Portal(IConfiguration configuration, TimeProvider time)
    {
        _services = new ServiceCollection()
            .AddLogging(log => log.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddSingleton(time)
            .ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Counting(_counter)))
            .AddStripe(configuration)
            .BuildServiceProvider();
        Cards = _services.GetRequiredService<ICardProvider>();
    }

    /// <summary>The provider as the rest of the house sees it.</summary>
    public ICardProvider Cards { get; }

    /// <summary>How many requests left the machine's doorstep.</summary>
    public int Requests => _counter.Value;

    /// <summary>Everything that was logged.</summary>
    public KeptLog Log { get; } = new();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Counter
    {
        public int Value;
    }

    private sealed class Counting(Counter counter) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref counter.Value);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>Keeps what is logged, to search it for what must not be there.</summary>
public sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>All of it.</summary>
    public string Text
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines) _lines.Add(formatter(state, exception) + exception);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>A webhook as it came in.</summary>
public sealed record Received(byte[] Body, string? Signature);

/// <summary>A merchant with an account at the simulator and a small listener for its webhooks, under <c>*.localhost</c>.</summary>
public sealed class Shop : IAsyncDisposable
{
    private readonly StripeBench _bench;
    private readonly WebApplication _listener;
    private int _failing;
    private readonly Channel<Received> _inbox = Channel.CreateUnbounded<Received>();

    private Shop(StripeBench bench)
    {
        _bench = bench;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _listener = builder.Build();
        _listener.Run(Take);
    }

    /// <summary>The account's secrets, of this shop alone.</summary>
    public ProviderAccount Account { get; } = new("sk_test_" + Guid.NewGuid().ToString("N"), "whsec_" + Guid.NewGuid().ToString("N"));

    /// <summary>Where its webhooks go.</summary>
    public string Webhook { get; private set; } = "";

    /// <summary>Answers the next webhooks with a fault.</summary>
    public void FailNext(int webhooks) => _failing = webhooks;

    /// <summary>Starts the listener.</summary>
    public static async Task<Shop> Listen(StripeBench bench)
    {
        var shop = new Shop(bench);
        await shop._listener.StartAsync();
        shop.Webhook = $"http://shop.localhost:{new Uri(shop._listener.Urls.First()).Port}/hooks/stripe";
        return shop;
    }

    /// <summary>A wish to pay.</summary>
    public static CheckoutRequest Wish(string amount = "1200.50", string currency = "KES") => new(
        Guid.CreateVersion7(), new LoanId(Guid.CreateVersion7()), new TenantId(Guid.CreateVersion7()), Money.Parse(amount, Currency.Of(currency)),
        "Contract KE-000012", "http://shop.localhost/me/paid?page={CHECKOUT_SESSION_ID}", "http://shop.localhost/me/back");

    /// <summary>The next webhook.</summary>
    public async Task<Received> Next(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        return await _inbox.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The next webhook of a type, proven and read; others are passed over.</summary>
    public async Task<ProviderMessage> Next(Portal portal, string type, CancellationToken ct)
    {
        while (true)
        {
            var received = await Next(ct);
            var message = portal.Cards.Receive(Account, received.Body, received.Signature);
            if (message.Type == type) return message;
        }
    }

    /// <summary>Changes how the simulator behaves towards this shop.</summary>
    public Task Settings(bool? hold = null, int? duplicates = null, string? order = null, object? fault = null) =>
        _bench.Control("settings", new { account = Account.SecretKey, hold, duplicates, order, fault });

    /// <summary>Fills in the checkout page as a customer would.</summary>
    public Task<HttpResponseMessage> Pay(CheckoutPage page, string card, string expiry = "12 / 40", string cvc = "123") =>
        _bench.Http.PostAsync(page.Url, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["email"] = "customer@example.com",
            ["cardNumber"] = card,
            ["cardExpiry"] = expiry,
            ["cardCvc"] = cvc,
            ["billingName"] = "A Customer",
        }));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        if (Interlocked.Decrement(ref _failing) >= 0)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        _inbox.Writer.TryWrite(new Received(body.ToArray(), http.Request.Headers["Stripe-Signature"]));
    }
}
