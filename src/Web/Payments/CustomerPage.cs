using Microsoft.AspNetCore.Components;
using Paylatch.Domain.Shared;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Payments;

/// <summary>A customer's page: a plain document, read once, that answers with the right status when there is nothing to show.</summary>
public abstract class CustomerPage : ComponentBase
{
    /// <summary>The door.</summary>
    [Inject] protected Door Door { get; set; } = null!;

    /// <summary>The request.</summary>
    [CascadingParameter] protected HttpContext? Http { get; set; }

    /// <summary>Why there is nothing to show.</summary>
    protected Refusal? Refusal { get; private set; }

    /// <summary>Runs what the page shows; null, with the reason and the status set, when it is refused.</summary>
    protected async Task<T?> Ask<TUse, T>(Func<TUse, Task<T>> use)
        where TUse : notnull
        where T : class
    {
        var outcome = await Door.Run(use, Http?.RequestAborted ?? default);
        Refusal = outcome.Refusal;
        if (outcome.Done) return outcome.Value;
        if (Http is not null)
        {
            Http.Response.StatusCode = Refusal!.Kind switch
            {
                RefusalKind.NotFound => StatusCodes.Status404NotFound,
                RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status403Forbidden,
            };
        }

        return null;
    }
}
