using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Paylatch.Infrastructure;
using Paylatch.Infrastructure.Jobs;
using Paylatch.Infrastructure.Payments;
using Paylatch.Web.Audit;
using Paylatch.Web.Components;
using Paylatch.Web.Devices;
using Paylatch.Web.Identity;
using Paylatch.Web.Ledger;
using Paylatch.Web.Lending;
using Paylatch.Web.Live;
using Paylatch.Web.Payments;
using Paylatch.Web.Shell;
using Paylatch.Web.Tenancy;
using Radzen;

// Settings lie beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = Limits.BodyBytes;
    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
});
builder.Logging.ClearProviders().AddJsonConsole(options => options.IncludeScopes = true);

if (await StartSettings.Trouble(builder.Configuration) is { } trouble)
{
    Console.Error.WriteLine(trouble);
    return StartSettings.Wrong;
}

var services = builder.Services;
services.AddPaylatch();
services.AddPaylatchListening();
services.AddStripe(builder.Configuration);
if (builder.Configuration.GetValue("Workers:Enabled", true))
{
    services.AddPaylatchWorkers();
    services.AddScheduler(builder.Configuration);
}

services.AddRazorComponents().AddInteractiveServerComponents();
services.AddRadzenComponents();
services.AddCultures();
services.AddSignIn();
services.AddScoped<TenantAddress>();
services.AddScoped<Toasts>();
services.AddSingleton<AuditWords>();
services.AddSingleton<RefusalWords>();
services.AddHttpContextAccessor();
services.AddScoped<Door>();
services.AddScoped(s => FrameMiddleware.FrameOf(s.GetRequiredService<IHttpContextAccessor>().HttpContext));
services.AddLimits(builder.Configuration);
// What cannot be read is refused with a code, like everything else.
services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
services.AddApiDocument();
services.AddSignalR();
services.AddHealthChecks().AddCheck<DatabaseHealth>("databases", tags: ["ready"]);

services.AddResponseCompression(options => options.EnableForHttps = true);

var app = builder.Build();
if (await Commands.TryRun(app.Services, args) is { } exit) return exit;

app.UseTrustedProxies();
app.UseTroubleAnswers();
app.UseResponseCompression();
app.UseMiddleware<SecurityHeaders>();
app.UseMiddleware<TenantMiddleware>();
app.UseMiddleware<LogScopeMiddleware>();
app.UseApiPage();
app.UseRouting();
app.UseRequestTimeouts();
app.UseRateLimiter();
app.UseAuthentication();
app.UseMiddleware<RefusalLimit>();
app.UseRequestLocalization();
app.UseMiddleware<PageGate>();
app.UseMiddleware<FrameMiddleware>();
app.UseAntiforgery();

app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapStaticAssets();
app.MapHub<LiveHub>("/hubs/live");
app.MapAudit();
app.MapDevices();
app.MapPayments();
app.MapLedger();
app.MapLoansApi();
app.MapLoanClassesApi();
app.MapRestructureLimits();
app.MapProductsApi();
app.MapDayClosesApi();
app.MapLoanFiles();
app.MapLendingFiles();
app.MapPortfolio();
app.MapGet("/", (HttpContext http) => Results.LocalRedirect(PageGate.HomeOf(CallerOf.Http(http).Role))).ExcludeFromDescription();
Preferences.Map(app);
app.MapApiDocument();
app.MapIdentity();
app.MapTenancy();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
return 0;

/// <summary>The portal.</summary>
public sealed partial class Program;
