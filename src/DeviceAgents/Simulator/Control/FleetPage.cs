namespace Paylatch.DeviceAgents.Simulator;

/// <summary>The page that shows the fleet as device faces.</summary>
internal static class FleetPage
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'";
            return File("index.html", "text/html; charset=utf-8");
        });
        app.MapGet("/page.css", () => File("page.css", "text/css; charset=utf-8"));
        app.MapGet("/page.js", () => File("page.js", "text/javascript; charset=utf-8"));
    }

    private static IResult File(string name, string type) =>
        Results.Stream(typeof(FleetPage).Assembly.GetManifestResourceStream(name)!, type);
}
