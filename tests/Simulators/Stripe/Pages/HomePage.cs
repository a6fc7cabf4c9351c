using System.Globalization;

namespace Paylatch.StripeSimulator;

/// <summary>The simulator's own page: what was told to whom lately. No secrets.</summary>
public static class HomePage
{
    private const int Shown = 50;

    /// <summary>Adds the page.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", (World world) => Html.Page("Stripe simulator", $"""
        <main class="card wide">
          <h1>Stripe simulator</h1>
          <p class="quiet">Accounts: {world.Accounts.Count}. Newest {Shown} events; reload to see more.</p>
          <table>
            <thead><tr><th>Time (UTC)</th><th>Account</th><th>Event</th><th>Delivery</th></tr></thead>
            <tbody>{Rows(world)}</tbody>
          </table>
        </main>
        """));

    private static string Rows(World world)
    {
        lock (world.Sync)
            return string.Concat(world.Accounts.SelectMany(account => account.Events).OrderByDescending(told => told.Created).Take(Shown).Select(Row));
    }

    private static string Row(StripeEvent told)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(told.Created).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var delivery = told switch
        {
            { Account.WebhookUrl: null } => "nowhere to send",
            { Held: true } => "held back",
            { Attempts.Count: 0 } => "waiting",
            _ => told.Attempts.Any(attempt => attempt.Taken) ? $"taken, {told.Attempts.Count} attempt(s)" : $"not taken yet, {told.Attempts.Count} attempt(s)",
        };
        return $"<tr><td>{at}</td><td>{Html.Text(told.Account.Name)}</td><td>{Html.Text(told.Type)}<br><code>{Html.Text(told.Id)}</code></td><td>{Html.Text(delivery)}</td></tr>";
    }
}
