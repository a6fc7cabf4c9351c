using Microsoft.AspNetCore.Components;
using Paylatch.Infrastructure.Outbox;

namespace Paylatch.Web.Shell;

/// <summary>
/// A page that stays true: it subscribes before it reads, so that nothing falls between, and reads again when something
/// it shows has changed. When it can no longer do so, the frame says it: a page that silently stopped being live would lie.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private Signals.Subscription? _subscription;
    private bool _begun, _arrived;

    /// <summary>Begins.</summary>
    protected LivePage() => Gone = _gone.Token;

    /// <summary>The door.</summary>
    [Inject] protected Door Door { get; set; } = null!;

    /// <summary>What other transactions committed.</summary>
    [Inject] protected Signals Signals { get; set; } = null!;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>True once changes are followed.</summary>
    protected bool IsLive => _subscription is not null;

    /// <summary>Whether a signal is about what the page shows.</summary>
    protected abstract bool Concerns(Signal signal);

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task Read();

    /// <summary>Follows what was heard: reads all of it again when it concerns the page. Runs on the page's own context.</summary>
    protected virtual async Task Follow(IReadOnlyList<Signal> heard)
    {
        if (!heard.Any(Concerns)) return;
        await Read();
        StateHasChanged();
    }

    /// <summary>
    /// Reads before it is first drawn: what was sent with the page stays in sight until the circuit has read for itself, and
    /// no bones flash in between.
    /// </summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        if (!_begun)
        {
            _begun = true;
            parameters.SetParameterProperties(this);
            await Begin();
            await Arrive();
            (_arrived, parameters) = (true, ParameterView.Empty);
        }

        await base.SetParametersAsync(parameters);
    }

    /// <summary>Goes to where the address or the parent says, first before the first drawing.</summary>
    protected virtual Task Arrive() => Read();

    /// <inheritdoc/>
    protected sealed override Task OnParametersSetAsync()
    {
        if (!_arrived) return Arrive();
        _arrived = false;
        return Task.CompletedTask;
    }

    /// <summary>Begins to listen, once.</summary>
    protected virtual async Task Begin()
    {
        if (!RendererInfo.IsInteractive) return;
        _subscription = Signals.Subscribe((await Door.Caller()).Tenant);
        _ = UntilGone(() => Listen(_subscription));
    }

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

    /// <summary>Works beside the page until it is left. What goes wrong before that is shown in the frame, which offers to load again.</summary>
    protected async Task UntilGone(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception) when (_gone.IsCancellationRequested)
        {
            // The page was left: whatever it was doing is no longer asked for.
        }
        catch (Exception trouble) when (!_gone.IsCancellationRequested)
        {
            await DispatchExceptionAsync(trouble);
        }
    }

    private async Task Listen(Signals.Subscription subscription)
    {
        while (await subscription.Next(Gone) is { Count: > 0 } heard) await InvokeAsync(() => Follow(heard));
    }
}
