using Microsoft.AspNetCore.Components;
using Paylatch.Application.Devices;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Components;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Devices;

/// <summary>
/// The live grid. It subscribes first and reads then, so that nothing falls between. A changed row is read again and
/// changes in its place, even when it no longer fits the filter: nothing jumps. New rows are offered, not pushed in.
/// </summary>
public sealed partial class DevicesView : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Glow = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private readonly HashSet<DeviceId> _glowing = [];
    private Signals.Subscription? _subscription;
    private DevicePage? _page;
    private IReadOnlyDictionary<DeviceState, int> _counts = new Dictionary<DeviceState, int>();
    private Refusal? _refusal;
    private DevicesAddress? _shown;
    private int _countAtLoad, _new, _drawerChange;
    private long _countedAt;
    private bool _live;

    /// <summary>The state filtered by.</summary>
    [SupplyParameterFromQuery] public string? State { get; set; }

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>Where the page begins.</summary>
    [SupplyParameterFromQuery] public Guid? After { get; set; }

    /// <summary>The device whose drawer is open.</summary>
    [SupplyParameterFromQuery] public Guid? Device { get; set; }

    [Inject] private Door Door { get; set; } = null!;

    [Inject] private Signals Signals { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private DevicesAddress Here => new(State, Q, After, Device);

    private bool Filtered => Here.Known is not null || !string.IsNullOrWhiteSpace(Q);

    private int CountHere => Here.Known is { } state ? _counts.GetValueOrDefault(state) : _counts.Values.Sum();

    private string InWords => string.Join(", ", new[]
    {
        Here.Known is { } state ? S["State" + state].Value : null,
        string.IsNullOrWhiteSpace(Q) ? null : T["Searched", Q.Trim()].Value,
    }.OfType<string>());

    private IReadOnlyList<FilterChoice> Choices =>
    [
        new(T["All"], new DevicesAddress(null, Q).ToString(), Here.Known is null, _counts.Values.Sum()),
        .. DevicesLook.States.Select(state => new FilterChoice(
            S["State" + state], new DevicesAddress(Words.Of(state), Q).ToString(), Here.Known == state, _counts.GetValueOrDefault(state), state.Tone())),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_gone.IsCancellationRequested) return;
        _gone.Cancel();
        _subscription?.Dispose();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        _subscription = Signals.Subscribe((await Door.Caller()).Tenant);
        _ = Untilgone(() => Listen(_subscription, _gone.Token));
        _ = Untilgone(() => KeepFresh(_gone.Token));
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var wanted = Here with { Device = null };
        if (wanted == _shown) return;
        _shown = wanted;
        await Load();
    }

    private async Task Load()
    {
        var query = new ListDevices.Query(Here.Filter, After is { } after ? new DeviceId(after) : null);
        var page = await Door.Run((ListDevices u) => u.Handle(query, _gone.Token), _gone.Token);
        (_page, _refusal) = (page.Done ? page.Value : _page, page.Refusal);
        if (page.Done) await Count();
        (_countAtLoad, _new) = (CountHere, 0);
        _live = page.Done && RendererInfo.IsInteractive;
    }

    private async Task Count()
    {
        _countedAt = Environment.TickCount64;
        var counts = await Door.Run((CountDevices u) => u.Handle(Here.Filter.Search, _gone.Token), _gone.Token);
        if (counts.Done) _counts = counts.Value;
    }

    private async Task Listen(Signals.Subscription subscription, CancellationToken ct)
    {
        while (await subscription.Next(ct) is { Count: > 0 } heard)
        {
            var everything = heard.Any(signal => signal.Everything);
            var devices = heard.SelectMany(signal => signal.Devices).ToHashSet();
            if (everything || devices.Count > 0) await InvokeAsync(() => Follow(everything, devices, ct));
            // Many changes at once are one redraw; the next ones wait in the subscription.
            await Task.Delay(Pause, ct);
        }
    }

    private async Task Follow(bool everything, HashSet<DeviceId> devices, CancellationToken ct)
    {
        var stale = (_page?.Rows ?? []).Select(row => row.Id).Where(id => everything || devices.Contains(id)).ToList();
        if (stale.Count > 0) await ReadAgain(stale, ct);
        if (everything || (Device is { } open && devices.Contains(new DeviceId(open)))) _drawerChange++;
        if (Environment.TickCount64 - _countedAt >= CountEvery.TotalMilliseconds) await CountNew();
        StateHasChanged();
        if (_glowing.Count == 0) return;
        await Task.Delay(Glow, ct);
        _glowing.Clear();
        StateHasChanged();
    }

    // Heartbeats make no signal of their own; times in words grow old; a count may have been skipped.
    private async Task KeepFresh(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Refresh);
        while (await timer.WaitForNextTickAsync(ct))
        {
            await InvokeAsync(async () =>
            {
                if (_page is { Rows.Count: > 0 }) await ReadAgain([.. _page.Rows.Select(row => row.Id)], ct);
                await CountNew();
                _glowing.Clear();
                StateHasChanged();
            });
        }
    }

    private async Task CountNew()
    {
        await Count();
        _new = After is null && _page is not null ? Math.Max(0, CountHere - _countAtLoad) : 0;
    }

    private async Task ReadAgain(List<DeviceId> ids, CancellationToken ct)
    {
        var read = await Door.Run((GetDeviceRows u) => u.Handle(ids, ct), ct);
        if (!read.Done || _page is null) return;
        var fresh = read.Value.Rows.ToDictionary(row => row.Id);
        foreach (var row in _page.Rows.Where(row => fresh.TryGetValue(row.Id, out var now) && Differs(row, now))) _glowing.Add(row.Id);
        _page = _page with { Rows = [.. _page.Rows.Select(row => fresh.GetValueOrDefault(row.Id, row))], Now = read.Value.Now };
    }

    // Being heard is no change worth looking up for.
    private static bool Differs(DeviceRow before, DeviceRow now) =>
        before with { LastSeenAt = now.LastSeenAt, Battery = now.Battery } != now;

    private void Open(DeviceId device) => Navigation.NavigateTo((Here with { Device = device.Value }).ToString());

    private void Close() => Navigation.NavigateTo((Here with { Device = null }).ToString());

    private async Task Untilgone(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception trouble) when (!_gone.IsCancellationRequested)
        {
            // A page that silently stopped being live would lie: the frame shows the trouble and offers to load again.
            await DispatchExceptionAsync(trouble);
        }
    }
}
