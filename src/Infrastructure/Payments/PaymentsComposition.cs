using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Payments;

namespace Paylatch.Infrastructure.Payments;

/// <summary>Registers what payments need besides their use cases; <see cref="StripeSetup.AddStripe"/> adds the provider itself.</summary>
public static class PaymentsComposition
{
    /// <summary>Sealing of secrets and the way to the provider's page.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddScoped<IProviderSecrets, ProviderSecrets>();
        services.AddTransient<CardCheckout>();
        services.AddTransient<ProviderInbox>();
        services.AddTransient<LostPayments>();
        return services;
    }
}
