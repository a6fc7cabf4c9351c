namespace Paylatch.Web.Components;

/// <summary>One toast; the same news twice is two of them.</summary>
/// <param name="text">What happened, localised.</param>
/// <param name="tone">Good or bad news.</param>
/// <param name="href">Where to see more.</param>
/// <param name="linkText">The link's words.</param>
public sealed class Toast(string text, Tone tone, string? href, string? linkText)
{
    /// <summary>What happened, localised.</summary>
    public string Text { get; } = text;

    /// <summary>Good or bad news.</summary>
    public Tone Tone { get; } = tone;

    /// <summary>Where to see more.</summary>
    public string? Href { get; } = href;

    /// <summary>The link's words.</summary>
    public string? LinkText { get; } = linkText;
}

/// <summary>The toasts of one circuit. Good news goes by itself after six seconds; bad news stays until it is closed.</summary>
public sealed class Toasts(TimeProvider time) : IDisposable
{
    private readonly List<Toast> _shown = [];
    private readonly List<ITimer> _timers = [];
    private readonly Lock _gate = new();

    /// <summary>Raised when something came or went; on any thread.</summary>
    public event Action? Changed;

    /// <summary>What is shown now, oldest first.</summary>
    public IReadOnlyList<Toast> Shown
    {
        get { lock (_gate) return [.. _shown]; }
    }

    /// <summary>Shows one.</summary>
    public void Show(string text, Tone tone = Tone.Active, string? href = null, string? linkText = null)
    {
        var toast = new Toast(text, tone, href, linkText);
        lock (_gate)
        {
            _shown.Add(toast);
            // More than four would cover the page; the oldest has been seen longest.
            if (_shown.Count > 4) _shown.RemoveAt(0);
            if (tone is not (Tone.Locked or Tone.Restricted))
                _timers.Add(time.CreateTimer(_ => Close(toast), null, TimeSpan.FromSeconds(6), Timeout.InfiniteTimeSpan));
        }
        Changed?.Invoke();
    }

    /// <summary>Takes one away.</summary>
    public void Close(Toast toast)
    {
        bool gone;
        lock (_gate) gone = _shown.Remove(toast);
        if (gone) Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) foreach (var timer in _timers) timer.Dispose();
    }
}
