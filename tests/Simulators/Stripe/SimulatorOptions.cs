namespace Paylatch.StripeSimulator;

/// <summary>What can be set on the command line or in the environment, beside <c>--urls</c>.</summary>
public sealed class SimulatorOptions
{
    /// <summary><c>--accounts</c>: a JSON file with a list of <see cref="NewAccount"/> to open at the start; null for none.</summary>
    public string? Accounts { get; set; }

    /// <summary><c>--publicUrl</c>: how browsers reach the checkout page, when not as the API was reached.</summary>
    public string? PublicUrl { get; set; }

    /// <summary><c>--retryMs</c>: the pause before an undelivered event is tried again; it doubles, up to a minute.</summary>
    public int RetryMs { get; set; } = 1000;

    /// <summary><c>--attempts</c>: how often a delivery is tried before it is given up. Sixteen last about ten minutes.</summary>
    public int Attempts { get; set; } = 16;

    /// <summary><c>--deliveryTimeoutMs</c>: how long the receiver may take to answer.</summary>
    public int DeliveryTimeoutMs { get; set; } = 10_000;
}
