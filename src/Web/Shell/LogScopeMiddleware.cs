using Paylatch.Application.Tenancy;

namespace Paylatch.Web.Shell;

/// <summary>Puts tenant and correlation id on every log line of a request, and the latter on its answer. No personal data.</summary>
public sealed class LogScopeMiddleware(RequestDelegate next, ILogger<LogScopeMiddleware> log)
{
    /// <summary>Goes on inside the scope.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var tenant = context.Features.Get<TenantInfo>()?.Slug;
        context.Response.Headers["X-Correlation-Id"] = context.Correlation();
        using (log.BeginScope(new Dictionary<string, object?> { ["tenant"] = tenant, ["correlationId"] = context.Correlation() }))
        {
            await next(context);
        }
    }
}
