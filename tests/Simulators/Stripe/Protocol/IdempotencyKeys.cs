using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>Remembers what was answered under which idempotency key, per account.</summary>
public sealed class IdempotencyKeys
{
    private readonly Dictionary<(string Account, string Key), KeptAnswer> _kept = [];
    private readonly Lock _lock = new();

    /// <summary>The kept answer to repeat, or a new entry to fill in.</summary>
    /// <exception cref="StripeError">The key was used for another request, or its first request is still under way.</exception>
    public (KeptAnswer? Earlier, KeptAnswer? Mine) Take(string account, string key, string asked, string requestId)
    {
        if (key.Length > 255)
            throw new StripeError(400, "idempotency_error", null, "Idempotency keys can be 255 characters long at the most.");
        lock (_lock)
        {
            if (!_kept.TryGetValue((account, key), out var earlier))
                return (null, _kept[(account, key)] = new KeptAnswer(asked, requestId));
            if (earlier.Asked != asked)
                throw new StripeError(400, "idempotency_error", null, $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.");
            return earlier.Body is not null
                ? (earlier, null)
                : throw new StripeError(409, "idempotency_error", "idempotency_key_in_use", $"There is currently another in-progress request using this Idempotency Key: {key}. Please try again later.");
        }
    }

    /// <summary>Frees a key under which no answer was kept.</summary>
    public void Release(string account, string key, KeptAnswer mine)
    {
        lock (_lock)
        {
            if (mine.Body is null) _kept.Remove((account, key));
        }
    }
}

/// <summary>One answer under one key.</summary>
public sealed class KeptAnswer(string asked, string requestId)
{
    /// <summary>What was asked, hashed.</summary>
    public string Asked { get; } = asked;

    /// <summary>The first request's id.</summary>
    public string RequestId { get; } = requestId;

    /// <summary>The answer's status.</summary>
    public int Status { get; private set; }

    /// <summary>The answer; null while the first request is under way.</summary>
    public JsonNode? Body { get; private set; }

    /// <summary>Keeps the answer.</summary>
    public void Keep(int status, JsonNode body) => (Status, Body) = (status, body.DeepClone());
}
