using System.Text.Encodings.Web;

namespace Paylatch.StripeSimulator;

/// <summary>The frame of the simulator's pages: plain HTML that works without scripts.</summary>
public static class Html
{
    private static readonly string Css = ReadCss();

    /// <summary>The style sheet's address; changes never, since the sheet is served with no caching.</summary>
    public const string CssPath = "/checkout.css";

    /// <summary>Text made harmless inside HTML.</summary>
    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <summary>A page.</summary>
    public static IResult Page(string title, string body, int status = StatusCodes.Status200OK) => Results.Content($"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <meta name="referrer" content="no-referrer">
          <title>{Text(title)}</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="{CssPath}">
        </head>
        <body>
          <p class="notice"><strong>Simulator.</strong> This is not Stripe and takes no money. Use test cards only.</p>
          {body}
        </body>
        </html>
        """, "text/html; charset=utf-8", statusCode: status);

    /// <summary>A page that only says something.</summary>
    public static IResult Message(string title, string text, string? link = null, string? linkText = null, int status = StatusCodes.Status200OK) => Page(title, $"""
        <main class="card narrow">
          <h1>{Text(title)}</h1>
          <p>{Text(text)}</p>
          {(link is null ? "" : $"""<a class="button" href="{Text(link)}">{Text(linkText)}</a>""")}
        </main>
        """, status);

    /// <summary>Serves the style sheet.</summary>
    public static void MapCss(IEndpointRouteBuilder routes) =>
        routes.MapGet(CssPath, () => Results.Text(Css, "text/css; charset=utf-8"));

    private static string ReadCss()
    {
        using var stream = typeof(Html).Assembly.GetManifestResourceStream("checkout.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
