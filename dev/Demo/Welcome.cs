namespace Paylatch.Demo;

/// <summary>What is printed when everything is ready.</summary>
internal static class Welcome
{
    public static void Print(DemoHost host, DemoOptions options)
    {
        Console.WriteLine($"""

            Paylatch is ready.

              Platform          {host.Platform}
            """);
        foreach (var user in DemoTenants.PlatformUsers) Line(user);
        foreach (var tenant in DemoTenant.All)
        {
            Console.WriteLine($"\n  {tenant.Name} ({tenant.Currency}{(tenant.Sandbox ? ", sandbox: its clock can be moved" : "")})\n                    {host.AddressOf(tenant.Slug)}");
            foreach (var user in DemoTenants.UsersOf(tenant)) Line(user);
        }

        Console.WriteLine($"""

              Simulated phones  {host.Devices}
              Stripe simulator  {host.Stripe} (card 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined)
              All of this       {Path.Combine(options.Data, "demo.json")}
              Logs              {Path.Combine(options.Data, "logs")}

            End it with Ctrl-C.
            """);
    }

    private static void Line(DemoUser user) => Console.WriteLine($"    {user.Role,-16}{user.Email,-26}{user.Password}");
}
