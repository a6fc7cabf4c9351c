using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Web.Devices;
using Paylatch.Web.Live;
using Paylatch.Web.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = Limits.BodyBytes;
    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
});
builder.Logging.AddJsonConsole(options => options.IncludeScopes = true);

builder.Services.AddPaylatch();
if (builder.Configuration.GetValue("Workers:Enabled", true))
{
    builder.Services.AddPaylatchWorkers();
    builder.Services.AddScheduler(builder.Configuration);
}

builder.Services.AddHttpContextAccessor();
builder.Services.AddScoped<Door>();
builder.Services.AddLimits(builder.Configuration);
builder.Services.AddSignalR();
builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("databases", tags: ["ready"]);

var app = builder.Build();
app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Problems.Unexpected });
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.UseMiddleware<TenantMiddleware>();
app.UseMiddleware<LogScopeMiddleware>();
app.UseRequestTimeouts();
app.UseRateLimiter();
app.MapHub<LiveHub>("/hubs/live");
app.MapDevices();
await app.RunAsync();

/// <summary>The portal.</summary>
public sealed partial class Program;
