using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Paylatch.Infrastructure.Payments;

/// <summary>
/// Patience with Stripe, one for the whole process so that the circuit knows about every call: a total time-out around
/// bounded, jittered repetition around a circuit breaker around a time-out for each attempt.
/// Only calls that are safe to repeat go through it: GET, and POST under an idempotency key.
/// </summary>
public sealed class StripePipeline(StripeOptions options, TimeProvider time)
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = Build(options, time);

    /// <summary>Runs a call; a request message is good for one attempt, so the call makes a new one each time.</summary>
    /// <exception cref="HttpRequestException">No connection after all attempts.</exception>
    /// <exception cref="ExecutionRejectedException">Out of time, or the circuit is open.</exception>
    public ValueTask<HttpResponseMessage> Run(Func<CancellationToken, ValueTask<HttpResponseMessage>> call, CancellationToken ct) =>
        _pipeline.ExecuteAsync(call, ct);

    private static ResiliencePipeline<HttpResponseMessage> Build(StripeOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder.AddTimeout(options.TotalTimeout);
        if (options.Retries > 0) builder.AddRetry(Retry(options));
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = 0.5,
            MinimumThroughput = options.BreakAfter,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = options.BreakFor,
            // Only what says that Stripe itself is ill. A wrong key or one busy account must not cut off the other tenants.
            ShouldHandle = Lost().HandleResult(answer => answer.StatusCode >= HttpStatusCode.InternalServerError),
        });
        return builder.AddTimeout(options.AttemptTimeout).Build();
    }

    private static RetryStrategyOptions<HttpResponseMessage> Retry(StripeOptions options) => new()
    {
        MaxRetryAttempts = options.Retries,
        Delay = options.RetryDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = Lost().HandleResult(ShouldRepeat),
        OnRetry = repeated =>
        {
            repeated.Outcome.Result?.Dispose();
            return ValueTask.CompletedTask;
        },
    };

    private static PredicateBuilder<HttpResponseMessage> Lost() =>
        new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>();

    // Stripe says itself whether repeating helps; where it does not, as its own libraries do: a conflict with our own
    // earlier attempt, too many requests, and its own faults.
    private static bool ShouldRepeat(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues("Stripe-Should-Retry", out var said)) return said.FirstOrDefault() == "true";
        return answer.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
    }
}
