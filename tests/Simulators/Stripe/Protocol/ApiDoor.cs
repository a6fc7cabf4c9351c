using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Paylatch.StripeSimulator;

/// <summary>
/// What every API request passes: the key, planned faults, idempotency, and errors in Stripe's form.
/// An endpoint finds the account and the parameters in <see cref="ApiCall"/>.
/// </summary>
public sealed class ApiDoor(RequestDelegate next, World world, IdempotencyKeys keys)
{
    /// <summary>Handles requests under <c>/v1</c>, lets others pass.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/v1"))
        {
            await next(http);
            return;
        }
        var requestId = Ids.New("req_", 14);
        http.Response.Headers["Request-Id"] = requestId;
        http.Response.Headers["Stripe-Version"] = Version(http);
        try
        {
            var account = world.Authenticate(http.Request.Headers.Authorization);
            var form = await ReadForm(http.Request);
            var fault = account.Settings.NextFault();
            if (fault is { DelayMs: > 0 }) await Pause(fault.DelayMs, http.RequestAborted);
            if (fault is { Status: not null, Afterwards: false } && Broken(http, fault.Status.Value)) return;

            var call = new ApiCall(account, new Form(form), requestId, http.Request.Headers["Idempotency-Key"]);
            http.Features.Set(call);
            await Once(http, call, form);
            if (fault is { Status: not null, Afterwards: true } && Broken(http, fault.Status.Value)) return;
            await Answer(http, call.Status, call.Body ?? throw Unknown(http.Request));
        }
        catch (StripeError error)
        {
            await Answer(http, error.Status, error.Body());
        }
    }

    // Runs the endpoint, or answers as it answered when the key was first used.
    private async Task Once(HttpContext http, ApiCall call, string form)
    {
        if (call.IdempotencyKey is not { Length: > 0 } key || !HttpMethods.IsPost(http.Request.Method))
        {
            await Run(http, call);
            return;
        }
        http.Response.Headers["Idempotency-Key"] = key;
        var asked = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(http.Request.Path + "\n" + form)));
        var (earlier, mine) = keys.Take(call.Account.Id, key, asked, call.RequestId);
        if (earlier is not null)
        {
            http.Response.Headers["Idempotent-Replayed"] = "true";
            http.Response.Headers["Original-Request"] = earlier.RequestId;
            (call.Status, call.Body) = (earlier.Status, earlier.Body!.DeepClone());
            return;
        }
        try
        {
            await Run(http, call);
            if (call.Body is not null) mine!.Keep(call.Status, call.Body);
        }
        finally
        {
            // Nothing is kept of a request that failed before it began its work.
            keys.Release(call.Account.Id, key, mine!);
        }
    }

    private async Task Run(HttpContext http, ApiCall call)
    {
        try
        {
            await next(http);
        }
        catch (StripeError error) when (error.Executed)
        {
            (call.Status, call.Body) = (error.Status, error.Body());
        }
    }

    private static async Task<string> ReadForm(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method)) return request.QueryString.Value ?? "";
        if (request.ContentLength is > 0 && !request.HasFormContentType)
            throw StripeError.Invalid(null, "Invalid request (check that your POST content type is application/x-www-form-urlencoded).");
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static string Version(HttpContext http)
    {
        var asked = http.Request.Headers["Stripe-Version"].ToString();
        return asked.Length is > 0 and < 64 ? asked : World.ApiVersion;
    }

    // True when the connection was cut; every other fault is an answer.
    private static bool Broken(HttpContext http, int status)
    {
        if (status != 0)
            throw status == StatusCodes.Status429TooManyRequests
                ? new StripeError(status, "invalid_request_error", "rate_limit", "Too many requests hit the API too quickly.")
                : new StripeError(status, "api_error", null, "An unknown error occurred (planned by a test).");
        http.Abort();
        return true;
    }

    private static StripeError Unknown(HttpRequest request) =>
        new(StatusCodes.Status404NotFound, "invalid_request_error", null, $"Unrecognized request URL ({request.Method}: {request.Path}).");

    private static Task Answer(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString(Json.Written));
    }

    private static async Task Pause(int milliseconds, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds));
        await timer.WaitForNextTickAsync(ct);
    }
}

/// <summary>One API request on its way: who asks, with what, and the answer once there is one.</summary>
public sealed class ApiCall(Account account, Form form, string requestId, string? idempotencyKey)
{
    /// <summary>The account whose key was shown.</summary>
    public Account Account { get; } = account;

    /// <summary>The parameters.</summary>
    public Form Form { get; } = form;

    /// <summary>This request's id.</summary>
    public string RequestId { get; } = requestId;

    /// <summary>The idempotency key, when there is one.</summary>
    public string? IdempotencyKey { get; } = idempotencyKey;

    /// <summary>The answer's status.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>The answer; null when no endpoint took the request.</summary>
    public JsonNode? Body { get; set; }

    /// <summary>The call a request belongs to.</summary>
    public static ApiCall Of(HttpContext http) => http.Features.Get<ApiCall>() ?? throw new InvalidOperationException("Only API requests have a call.");
}
