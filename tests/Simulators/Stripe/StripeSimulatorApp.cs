using System.Text.Json;

namespace Paylatch.StripeSimulator;

/// <summary>
/// A stand-in for Stripe that speaks its HTTP protocol, for development and tests: the API, the hosted checkout page and
/// signed webhooks, with everything in memory. It takes test keys only and never keeps a card number.
/// </summary>
public static class StripeSimulatorApp
{
    /// <summary>Starts the simulator as a process of its own: <c>--urls http://127.0.0.1:8090 --accounts accounts.json</c>.</summary>
    public static Task Main(string[] args) => Build(args).RunAsync();

    /// <summary>Builds the simulator, not yet started; ask for port 0 and read <c>app.Urls</c> to get a free one.</summary>
    /// <exception cref="FileNotFoundException">The accounts file does not exist.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var options = builder.Configuration.Get<SimulatorOptions>() ?? new SimulatorOptions();
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls("http://127.0.0.1:8090");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull;
        });
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<World>();
        builder.Services.AddSingleton<Cashier>();
        builder.Services.AddSingleton<Courier>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Courier>());
        builder.Services.AddSingleton<IdempotencyKeys>();

        var app = builder.Build();
        OpenAccounts(options, app.Services.GetRequiredService<World>());
        app.UseMiddleware<ApiDoor>();
        CheckoutSessionsApi.Map(app);
        PaymentIntentsApi.Map(app);
        EventsApi.Map(app);
        CheckoutPages.Map(app);
        HomePage.Map(app);
        Control.Map(app);
        return app;
    }

    private static void OpenAccounts(SimulatorOptions options, World world)
    {
        if (options.Accounts is null) return;
        using var file = File.OpenRead(options.Accounts);
        var accounts = JsonSerializer.Deserialize<List<NewAccount>>(file, JsonSerializerOptions.Web) ?? [];
        foreach (var account in accounts) world.Open(account);
    }
}
