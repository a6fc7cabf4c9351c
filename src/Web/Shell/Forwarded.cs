using Microsoft.AspNetCore.HttpOverrides;

namespace Paylatch.Web.Shell;

/// <summary>
/// Who a request comes from when proxies stand in front: theirs is the word only when they stand on this machine or in a
/// network named under <c>Web:TrustedNetworks</c>, since everybody can send the header. Limits and the log go by it.
/// </summary>
internal static class Forwarded
{
    /// <summary>Takes a trusted proxy's word for the caller's address and scheme.</summary>
    /// <exception cref="InvalidOperationException">A network cannot be read.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        foreach (var text in app.Configuration.GetSection("Web:TrustedNetworks").Get<string[]>() ?? [])
        {
            options.KnownIPNetworks.Add(System.Net.IPNetwork.TryParse(text, out var network)
                ? network
                : throw new InvalidOperationException($"Web:TrustedNetworks: '{text}' is no network. Write it like 10.0.0.0/8 or fd00::/8, with no bits set behind its length."));
        }

        // Each proxy on the way that is trusted is passed; the first that is not is the caller.
        if (options.KnownIPNetworks.Count > 1) options.ForwardLimit = null;
        app.UseForwardedHeaders(options);
    }
}
