using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Payments;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Testing;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Tests.Payments;

/// <summary>The portal on a real port with one merchant, connected to an account of its own at the Stripe simulator.</summary>
public sealed class PayWeb : WebApplicationFactory<Program>
{
    private static int _phones;
    private readonly TestPortal _portal;
    private readonly StripeBench _bench;
    private (string Name, string Value)[] _settings = [];

    private PayWeb(TestPortal portal, TenantInfo tenant, StripeBench bench) => (_portal, Tenant, _bench) = (portal, tenant, bench);

    /// <summary>The merchant.</summary>
    public TenantInfo Tenant { get; }

    /// <summary>The keys at the simulator.</summary>
    public ProviderAccount Account { get; } = new($"sk_test_{Guid.NewGuid():N}", $"whsec_{Guid.NewGuid():N}");

    /// <summary>The portal's address for this merchant.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <param name="bench">Where the simulator runs.</param>
    /// <param name="connected">False leaves Stripe unconnected.</param>
    /// <param name="settings">Settings of the test's own.</param>
    /// <param name="heard">False leaves the simulator without our address, so that tests send its messages themselves.</param>
    public static async Task<PayWeb> Start(StripeBench bench, bool connected = true, bool heard = true, params (string Name, string Value)[] settings)
    {
        var portal = await TestPortal.Start();
        var web = new PayWeb(portal, await portal.NewTenant(sandbox: true), bench) { _settings = settings };
        web.UseKestrel(0);
        web.StartServer();
        web.Address = new Uri($"http://duka.localhost:{web.ClientOptions.BaseAddress.Port}/");
        if (!connected) return web;
        await web.Connect(web.Tenant, web.Account);
        await bench.Control("accounts", new
        {
            secretKey = web.Account.SecretKey, webhookUrl = heard ? new Uri(web.Address, "webhooks/stripe").AbsoluteUri : null,
            webhookSecret = web.Account.WebhookSecret, name = "Duka",
        });
        return web;
    }

    /// <summary>Another merchant on the same portal.</summary>
    public Task<TenantInfo> NewTenant(string slug) => _portal.NewTenant(slug);

    /// <summary>Connects a merchant to Stripe.</summary>
    public async Task Connect(TenantInfo tenant, ProviderAccount account) => _ = (await Run(
        Role.MerchantAdmin, (ConnectProvider u) => u.Handle(new("stripe", account.SecretKey, account.WebhookSecret), default), tenant)).Value;

    /// <summary>Runs a use case.</summary>
    public Task<Outcome<T>> Run<TUse, T>(Role role, Func<TUse, Task<T>> use, TenantInfo? tenant = null)
        where TUse : notnull =>
        Services.GetRequiredService<Operations>().Run(TestPortal.As(role, tenant ?? Tenant), use, default);

    /// <summary>Sells a phone for a deposit of 500 and three monthly installments of 1,000, or more with interest.</summary>
    public async Task<(LoanId Loan, CustomerId Customer)> Sell(decimal price = 3_500, decimal rate = 0, params IReadOnlyList<Later> further)
    {
        var n = Interlocked.Increment(ref _phones);
        var customer = (await Run(Role.Agent, (RegisterCustomer u) => u.Handle(new("Amina Wanjiru", $"+2547{n:D8}", $"ID{n:D8}"), default))).Value;
        var device = Guid.CreateVersion7();
        await Sql("""
            insert into devices (id, kind, model, serial, state, phase, state_since, created_at)
            values ($1, 'phone', 'Nokia C32', $1::text, 'active', 'confirmed', now(), now())
            """, device);
        var plan = new Plan(price, 500, 3, 1, RepayUnit.Months, rate == 0 ? InterestMethod.None : InterestMethod.Declining, rate, 2) { Further = further };
        var booked = (await Run(Role.Agent, (BookLoan u) => u.Handle(new(customer.Id, new DeviceId(device), plan, Guid.NewGuid().ToString()), default))).Value;
        return (booked.Loan, customer.Id);
    }

    /// <summary>Moves the sandbox clock.</summary>
    public Task Days(int days) => Sql("insert into sandbox_clock (moved) values ($1) on conflict (tenant_id) do update set moved = sandbox_clock.moved + $1", TimeSpan.FromDays(days));

    /// <summary>Gives the merchant a logo, as the platform's directory shows it once it has heard of it.</summary>
    public async Task Logo(byte[] picture)
    {
        var look = (await Run(Role.MerchantAdmin, (UpdateBranding u) => u.Handle(new("#0f766e", picture), default))).Value;
        await Sql("update platform.tenants set logo_url = $1 where id = $2", look.LogoUrl!, Tenant.Id.Value);
        Services.GetRequiredService<Infrastructure.Tenancy.TenantDirectory>().Refresh();
    }

    /// <summary>A customer's wish to pay, kept as the pay page keeps it, without asking the provider.</summary>
    public async Task<Guid> Wish(LoanId loan, CustomerId customer, string amount) => (await Services.GetRequiredService<Operations>().Run(
        TestPortal.As(Role.Customer, Tenant) with { Customer = customer }, (StartCardPayment u) => u.Handle(new(loan, amount, "stripe"), default), default)).Value.Intent.Value;

    /// <summary>Stripe's message that money came.</summary>
    public static string Paid(Guid? wish, long minor, string payment = "pi_1", string @event = "evt_1", string currency = "kes", bool live = false) =>
        JsonSerializer.Serialize(new
        {
            id = @event, @object = "event", type = "payment_intent.succeeded", livemode = live, created = 1_700_000_000,
            data = new
            {
                @object = new
                {
                    id = payment, @object = "payment_intent", amount = minor, amount_received = minor, currency, status = "succeeded",
                    metadata = wish is null ? [] : new Dictionary<string, string> { [ProviderMetadata.Intent] = wish.Value.ToString() },
                },
            },
        });

    /// <summary>Posts a message to the webhook as Stripe does.</summary>
    public async Task<(int Status, string Body)> Post(string body, string? secret = null, int secondsOff = 0, string? header = null, string? host = null)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + secondsOff;
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret ?? Account.WebhookSecret), Encoding.UTF8.GetBytes($"{at}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host is null ? Address : new Uri($"http://{host}:{Address.Port}/"), "webhooks/stripe"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (header != "") request.Headers.TryAddWithoutValidation("Stripe-Signature", header ?? $"t={at},v1={signature}");
        using var answer = await Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A browser without scripts, signed in as told.</summary>
    public Browser Open(Role role = Role.Visitor, CustomerId? customer = null, string culture = "en") => new(this, role, customer, culture);

    /// <summary>A client that reaches <c>*.localhost</c> on this machine, follows no redirects and keeps no cookies.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync("127.0.0.1", context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>One value read past the application, in the merchant's schema.</summary>
    public async Task<T> Read<T>(string sql)
    {
        await using var connection = await Past();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default!;
    }

    /// <summary>SQL past the application, in the merchant's schema.</summary>
    public async Task Sql(string sql, params object[] values)
    {
        await using var connection = await Past();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What has been paid on all loans, and what all of the ledger sums to.</summary>
    public Task<string> Books() => Read<string>("""
        select (select count(*) from payments) || ' payments, ' || (select coalesce(sum(paid_minor), 0) from loans) || ' paid, ledger '
            || (select coalesce(sum(amount_minor), 0) from ledger_entries)
        """);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await base.DisposeAsync();
        await _portal.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in TestPortal.Settings(_portal.Region)) builder.UseSetting(key, value);
        builder.UseSetting("Workers:Enabled", "false");
        // Files compressed as they are published, not as a developer's machine serves them.
        builder.UseSetting("ReloadStaticAssetsAtRuntime", "false");
        builder.UseSetting("Stripe:BaseUrl", _bench.Url.AbsoluteUri);
        builder.UseSetting("Stripe:Retries", "0");
        foreach (var (name, value) in _settings) builder.UseSetting(name, value);
        builder.UseSetting("Logging:LogLevel:Default", "None");
        builder.ConfigureServices(services => services.AddSingleton<IStartupFilter, SignedInByCookie>());
    }

    private async Task<NpgsqlConnection> Past()
    {
        var connection = new NpgsqlConnection(_portal.Region.Owner);
        await connection.OpenAsync();
        await using var walls = new NpgsqlCommand($"select set_config('app.tenant_id', '{Tenant.Id}', false), set_config('search_path', '{Tenant.Schema}', false)", connection);
        await walls.ExecuteNonQueryAsync();
        return connection;
    }

    private sealed class SignedInByCookie : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, go) =>
            {
                if (context.Request.Cookies["test-caller"]?.Split('.') is [var role, var tenant, var customer])
                {
                    var claims = new List<Claim>
                    {
                        new(ClaimNames.Subject, $"test-{role}"), new(ClaimNames.Tenant, tenant), new(ClaimNames.Role, role), new(ClaimNames.Name, "Test"),
                    };
                    if (customer != "") claims.Add(new(ClaimNames.Customer, customer));
                    context.User = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
                }

                await go(context);
            });
            next(app);
        };
    }

    /// <summary>A browser without scripts.</summary>
    public sealed class Browser(PayWeb web, Role role, CustomerId? customer, string culture)
    {
        private readonly Dictionary<string, string> _cookies = new()
        {
            ["test-caller"] = role == Role.Visitor ? "" : $"{role}.{web.Tenant.Id}.{customer}",
            [Cultures.Cookie] = $"c%3D{culture}%7Cuic%3D{culture}",
        };

        public async Task<(int Status, IDocument Page, string? Location, byte[] Bytes)> Get(string path, string accept = "text/html")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(web.Address, path));
            request.Headers.TryAddWithoutValidation("Accept", accept);
            return await Send(request);
        }

        /// <summary>The bytes of an answer as they go over the wire to a browser: compressed where it is text.</summary>
        public async Task<int> Weight(string path, string accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(web.Address, path));
            request.Headers.TryAddWithoutValidation("Accept", accept);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "br, gzip");
            return (await Send(request)).Bytes.Length;
        }

        /// <summary>Opens a page and sends its form with what is typed over it.</summary>
        public async Task<(int Status, IDocument Page, string? Location, byte[] Bytes)> Submit(string page, params (string Name, string Value)[] typed)
        {
            var form = (await Get(page)).Page.QuerySelector("main form[method=post]") ?? throw new InvalidOperationException($"No form on {page}.");
            var fields = form.QuerySelectorAll("input").Where(i => i.GetAttribute("type") != "radio" || i.HasAttribute("checked"))
                .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
            foreach (var (name, value) in typed) fields[name] = value;
            return await Post(form.GetAttribute("action")!, fields);
        }

        public Task<(int Status, IDocument Page, string? Location, byte[] Bytes)> Post(string path, Dictionary<string, string> fields)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web.Address, path)) { Content = new FormUrlEncodedContent(fields) };
            return Send(request);
        }

        public async Task<(int Status, IDocument Page, string? Location, byte[] Bytes)> Send(HttpRequestMessage request)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
            using var answer = await web.Client.SendAsync(request);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set.Select(c => c.Split(';')[0].Split('=', 2))) _cookies[cookie[0]] = cookie[1];
            }

            var bytes = await answer.Content.ReadAsByteArrayAsync();
            var page = await new HtmlParser().ParseDocumentAsync(new MemoryStream(bytes));
            return ((int)answer.StatusCode, page, answer.Headers.Location?.OriginalString, bytes);
        }
    }
}
