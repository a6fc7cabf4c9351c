using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paylatch.Demo;

/// <summary>
/// <c>demo.json</c>: where everything is and how to sign in, for people and for tests. API keys are shown once by the
/// portal, so they are kept beside the database they belong to.
/// </summary>
public sealed class DemoFile(string folder)
{
    private static readonly JsonSerializerOptions Pretty = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string _path = Path.Combine(folder, "demo.json");
    private readonly string _keys = Path.Combine(folder, "api-keys.json");

    /// <summary>Takes the file away: the demo is not ready.</summary>
    public void Remove() => File.Delete(_path);

    /// <summary>Keeps a tenant's API key for this and later runs.</summary>
    public void KeepApiKey(string slug, string key)
    {
        var keys = Keys();
        keys[slug] = key;
        File.WriteAllText(_keys, keys.ToJsonString(Pretty));
    }

    /// <summary>Writes the file in one step: whoever sees it sees all of it.</summary>
    public void Write(DemoHost host)
    {
        var keys = Keys();
        var content = JsonSerializer.Serialize(
            new
            {
                platform = new { url = Address(host.Platform), users = DemoTenants.PlatformUsers },
                tenants = DemoTenant.All.Select(tenant => new
                {
                    slug = tenant.Slug,
                    url = Address(host.AddressOf(tenant.Slug)),
                    currency = tenant.Currency,
                    apiKey = (string?)keys[tenant.Slug],
                    users = DemoTenants.UsersOf(tenant),
                }),
                simulators = new { stripe = Address(host.Stripe), devices = Address(host.Devices) },
                postgres = new { owner = host.Region.Owner, app = host.Region.App },
            },
            Pretty);
        File.WriteAllText(_path + ".new", content);
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private JsonObject Keys() => File.Exists(_keys) ? JsonNode.Parse(File.ReadAllText(_keys))!.AsObject() : [];

    private static string Address(Uri uri) => uri.ToString().TrimEnd('/');
}
