namespace Paylatch.Infrastructure.Payments;

/// <summary>How Stripe is reached; the section <c>Stripe</c> of the configuration. Keys are not here: every tenant has its own.</summary>
public sealed class StripeOptions
{
    /// <summary>Where Stripe is. Plain <c>http</c> is taken only for this machine, where the simulator runs.</summary>
    public Uri BaseUrl { get; set; } = new("https://api.stripe.com");

    /// <summary>The version of the API whose form we read.</summary>
    public string ApiVersion { get; set; } = "2025-04-30.basil";

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a call may take with all its attempts, so that a customer's page never hangs.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How many times a call is repeated at the most; 0 to 5.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>The pause before the first repetition; it doubles and is jittered.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many calls within half a minute before half of them failing opens the circuit; at least 2.</summary>
    public int BreakAfter { get; set; } = 6;

    /// <summary>How long an open circuit answers at once instead of asking.</summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Throws when these options would send keys in the clear or cannot work.</summary>
    /// <exception cref="InvalidOperationException">Says which setting to mend.</exception>
    internal void Check()
    {
        if (!BaseUrl.IsAbsoluteUri) throw new InvalidOperationException("Stripe:BaseUrl must be absolute.");
        if (BaseUrl.Scheme != Uri.UriSchemeHttps && !(BaseUrl.IsLoopback && BaseUrl.Scheme == Uri.UriSchemeHttp))
            throw new InvalidOperationException("Stripe:BaseUrl must be https, except on this machine.");
        if (Retries is < 0 or > 5) throw new InvalidOperationException("Stripe:Retries must be 0 to 5.");
    }
}
