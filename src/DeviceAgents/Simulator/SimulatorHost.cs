using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>Puts the simulator together.</summary>
public static class SimulatorHost
{
    /// <summary>Builds the process from its command line.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Configuration.AddEnvironmentVariables("SIMULATOR_");
        // The command line is added again so that it beats the environment.
        builder.Configuration.AddCommandLine(args);
        builder.WebHost.UseUrls(builder.Configuration["urls"] ?? "http://127.0.0.1:8090");
        return Build(builder, SimulatorOptions.From(builder.Configuration));
    }

    internal static WebApplication Build(WebApplicationBuilder builder, SimulatorOptions options)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 16 * 1024);
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
            context.ProblemDetails.Extensions.TryAdd("code", CodeOf(context.ProblemDetails.Status)));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SimulatorJson.Default));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new PortalClient(Connections.Open()));
        builder.Services.AddSingleton<Store>();
        builder.Services.AddSingleton<Worlds>();
        builder.Services.AddSingleton<Fleet>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Worlds>());
        builder.Services.AddHostedService(services => services.GetRequiredService<Fleet>());
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        ControlApi.Map(app);
        FleetPage.Map(app);
        return app;
    }

    // For what the framework answers by itself; our own answers bring their code.
    private static string CodeOf(int? status) => status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status415UnsupportedMediaType => "simulator.malformed",
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => "simulator.no_such_address",
        StatusCodes.Status413PayloadTooLarge => "simulator.too_large",
        _ => "simulator.bug",
    };
}
