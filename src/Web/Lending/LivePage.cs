using Microsoft.AspNetCore.Components;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Lending;

/// <summary>
/// A page that stays true: it subscribes before it reads, so that nothing falls between, and reads again when something
/// it shows has changed.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Signals.Subscription? _subscription;

    /// <summary>The door.</summary>
    [Inject] protected Door Door { get; set; } = null!;

    /// <summary>What other transactions committed.</summary>
    [Inject] protected Signals Signals { get; set; } = null!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Whether a signal is about what the page shows.</summary>
    protected abstract bool Concerns(Signal signal);

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task Read();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        _subscription = Signals.Subscribe((await Door.Caller()).Tenant);
        _ = Listen(_subscription);
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Read();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the subscription.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _gone.IsCancellationRequested) return;
        _gone.Cancel();
        _subscription?.Dispose();
        _gone.Dispose();
    }

    private async Task Listen(Signals.Subscription subscription)
    {
        try
        {
            while (await subscription.Next(_gone.Token) is { Count: > 0 } heard)
            {
                if (!heard.Any(Concerns)) continue;
                await InvokeAsync(async () =>
                {
                    await Read();
                    StateHasChanged();
                });
            }
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }
}
