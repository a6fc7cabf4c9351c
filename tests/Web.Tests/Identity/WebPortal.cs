using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Infrastructure.Tenancy;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Identity;

/// <summary>The whole portal on a database of its own, as browsers see it.</summary>
public sealed class WebPortal : IAsyncDisposable
{
    public const string Password = "seven blue elephants";

    private readonly WebApplicationFactory<Program> _factory;

    private WebPortal(WebApplicationFactory<Program> factory, TestTime time) => (_factory, Time) = (factory, time);

    public TestTime Time { get; }

    public IServiceProvider Services => _factory.Services;

    public Operations Operations => Services.GetRequiredService<Operations>();

    /// <param name="settings">More settings, such as a second region.</param>
    public static async Task<WebPortal> Start(params IEnumerable<(string Name, string Value)> settings)
    {
        var region = await Databases.New();
        var time = new TestTime(DateTimeOffset.UtcNow);
        await using (var migrating = new Regions(new ConfigurationBuilder().AddInMemoryCollection(TestPortal.Settings(region)).Build()))
        {
            var migrator = new Migrator(Microsoft.Extensions.Logging.Abstractions.NullLogger<Migrator>.Instance);
            await migrator.MigratePlatform(migrating.Of(region.Code), default);
        }

        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            foreach (var (name, value) in TestPortal.Settings(region)) builder.UseSetting(name, value);
            foreach (var (name, value) in settings) builder.UseSetting(name, value);
            builder.UseSetting("Workers:Enabled", "false");
            builder.UseSetting("Limits:SignInPerMinute", "1000");
            builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(time));
        });
        return new WebPortal(factory, time);
    }

    /// <summary>A tenant with its first admin, <c>admin@slug.test</c>.</summary>
    public async Task<TenantId> Tenant(string slug, bool sandbox = false)
    {
        var command = new RegisterTenant.Command(slug, "Duka " + slug, "af-east", "KES", "en-KE", "Africa/Nairobi", sandbox, null, "Amina Wanjiku", $"admin@{slug}.test");
        var super = new Caller(Caller.PlatformTenant, Role.SuperAdmin, "test", "c");
        return (await Services.GetRequiredService<TenantProvisioner>().Create(super, command, new(Password), null, default)).Value.Id;
    }

    /// <summary>An account of the platform's staff.</summary>
    public async Task PlatformStaff(string email, Role role, string? region = null) => _ = (await Operations.Run(
        Caller.System(Caller.PlatformTenant), (EnsurePlatformStaff u) => u.Handle(new("Some Body", email, role, region, Password), default), default)).Value;

    /// <summary>A browser on a host, which follows no redirects by itself.</summary>
    public Browser Open(string host) => new(_factory.CreateClient(new WebApplicationFactoryClientOptions
    {
        BaseAddress = new Uri($"http://{host}/"), AllowAutoRedirect = false, HandleCookies = true,
    }));

    public async ValueTask DisposeAsync() => await _factory.DisposeAsync();

    /// <summary>A browser without scripts.</summary>
    public sealed class Browser(HttpClient http)
    {
        public HttpClient Http => http;

        public async Task<(HttpStatusCode Status, IDocument Page, string? Location)> Get(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("text/html");
            return await Read(await http.SendAsync(request));
        }

        /// <summary>Opens a page, fills in its form for an address and posts it.</summary>
        public async Task<(HttpStatusCode Status, IDocument Page, string? Location)> Post(string page, string action, params (string Name, string Value)[] typed)
        {
            var (_, document, _) = await Get(page);
            var form = document.QuerySelectorAll($"form[action='{action}'][method=post]").FirstOrDefault(f => typed.All(t => t.Name.StartsWith('+') || f.QuerySelector($"[name='{t.Name}']") is not null))
                ?? throw new InvalidOperationException($"No form for {action} on {page}: {document.Body?.InnerHtml[..Math.Min(3000, document.Body.InnerHtml.Length)]}");
            var fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
            foreach (var (name, value) in typed) fields[name.TrimStart('+')] = value;
            return await Read(await http.PostAsync(action, new FormUrlEncodedContent(fields)));
        }

        public Task<(HttpStatusCode Status, IDocument Page, string? Location)> SignIn(string name, string password, string page = "/sign-in") =>
            Post(page, "/sign-in", ("userName", name), ("password", password));

        private static async Task<(HttpStatusCode, IDocument, string?)> Read(HttpResponseMessage answer)
        {
            var document = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
            return (answer.StatusCode, document, answer.Headers.Location?.OriginalString);
        }
    }
}
