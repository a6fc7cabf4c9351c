using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Paylatch.Application.Payments;

namespace Paylatch.Infrastructure.Payments;

/// <summary>Plugs Stripe in as the card provider.</summary>
public static class StripeSetup
{
    /// <summary>Registers <see cref="ICardProvider"/> over Stripe's HTTP API, configured by the section <c>Stripe</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot work or would send keys in the clear.</exception>
    public static IServiceCollection AddStripe(this IServiceCollection services, IConfiguration configuration)
    {
        var options = new StripeOptions();
        configuration.GetSection("Stripe").Bind(options);
        options.Check();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<StripePipeline>();
        services.AddHttpClient<ICardProvider, StripeClient>(http =>
            {
                // The pipeline keeps the time; an answer of Stripe's is a few kilobytes.
                http.Timeout = Timeout.InfiniteTimeSpan;
                http.MaxResponseContentBufferSize = 1024 * 1024;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("Paylatch");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the key elsewhere; cookies would join tenants.
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RedactLoggedHeaders(_ => true);
        return services;
    }
}
