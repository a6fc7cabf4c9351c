using Microsoft.AspNetCore.Components;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Components;

namespace Paylatch.Web.Devices;

/// <summary>
/// The live grid. A changed row is read again and changes in its place, even when it no longer fits the filter: nothing
/// jumps. New rows are offered, not pushed in.
/// </summary>
public sealed partial class DevicesView
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Glow = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(2);

    private readonly HashSet<DeviceId> _glowing = [];
    private readonly Dictionary<DeviceId, DeviceRow> _picked = [];
    private DevicePage? _page;
    private IReadOnlyDictionary<DeviceState, int> _counts = new Dictionary<DeviceState, int>();
    private Refusal? _refusal;
    private DevicesAddress? _shown;
    private int _countAtLoad, _new, _drawerChange;
    private long _countedAt;
    private bool _countDue, _may;

    /// <summary>The state filtered by.</summary>
    [SupplyParameterFromQuery] public string? State { get; set; }

    /// <summary>The phase filtered by.</summary>
    [SupplyParameterFromQuery] public string? Phase { get; set; }

    /// <summary>Only devices with an order that has waited for long.</summary>
    [SupplyParameterFromQuery(Name = "stuck")] public string? OnlyStuck { get; set; }

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>Where the page begins.</summary>
    [SupplyParameterFromQuery] public Guid? After { get; set; }

    /// <summary>The device whose drawer is open.</summary>
    [SupplyParameterFromQuery] public Guid? Device { get; set; }

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private bool Stuck => OnlyStuck == "true";

    private DevicesAddress Here => new(State, Q, Phase, Stuck, After, Device);

    private bool Filtered => Here.Filter != new DeviceFilter();

    private int CountHere => Here.Known is { } state ? _counts.GetValueOrDefault(state) : _counts.Values.Sum();

    private string InWords => string.Join(", ", new[]
    {
        Here.Known is { } state ? S["State" + state].Value : null,
        Here.KnownPhase is { } phase ? S["Phase" + phase].Value : null,
        Stuck ? T["StuckInWords"].Value : null,
        string.IsNullOrWhiteSpace(Q) ? null : T["Searched", Q.Trim()].Value,
    }.OfType<string>());

    private IReadOnlyList<FilterChoice> Choices =>
    [
        new(T["All"], OfState(null), Here.Known is null, _counts.Values.Sum()),
        .. DevicesLook.States.Select(state => new FilterChoice(
            S["State" + state], OfState(Words.Of(state)), Here.Known == state, _counts.GetValueOrDefault(state), state.Tone())),
    ];

    /// <inheritdoc/>
    protected override async Task Begin()
    {
        _may = (await Door.Caller()).Role.Has(Permission.ControlDevices);
        await base.Begin();
        if (IsLive) _ = UntilGone(KeepFresh);
    }

    /// <inheritdoc/>
    protected override async Task Arrive()
    {
        var wanted = Here with { Device = null };
        if (wanted == _shown) return;
        // What was picked from one list must not be locked from another; its next page is the same list.
        if (_shown?.Filter != wanted.Filter) _picked.Clear();
        _shown = wanted;
        await Read();
    }

    /// <inheritdoc/>
    protected override bool Concerns(Signal signal) => signal.Everything || signal.Devices.Count > 0;

    /// <inheritdoc/>
    protected override async Task Read()
    {
        var query = new ListDevices.Query(Here.Filter, After is { } after ? new DeviceId(after) : null);
        var page = await Door.Run((ListDevices u) => u.Handle(query, Gone), Gone);
        (_page, _refusal) = (page.Done ? page.Value : _page, page.Refusal);
        if (page.Done) await Count();
        (_countAtLoad, _new) = (CountHere, 0);
    }

    /// <inheritdoc/>
    protected override async Task Follow(IReadOnlyList<Signal> heard)
    {
        if (!heard.Any(Concerns)) return;
        var everything = heard.Any(signal => signal.Everything);
        var devices = heard.SelectMany(signal => signal.Devices).ToHashSet();
        var stale = (_page?.Rows ?? []).Select(row => row.Id).Where(id => everything || devices.Contains(id)).ToList();
        if (stale.Count > 0) await ReadAgain(stale);
        if (everything || (Device is { } open && devices.Contains(new DeviceId(open)))) _drawerChange++;
        await CountInTime();
        StateHasChanged();
        if (_glowing.Count > 0)
        {
            await Task.Delay(Glow, Gone);
            _glowing.Clear();
            StateHasChanged();
        }

        // Many changes at once are one redraw; the next ones wait in the subscription.
        await Task.Delay(Pause, Gone);
    }

    // Counting all devices for each change of one would be most of the work: it is done at once, and then once more when
    // a while has passed in which something changed.
    private async Task CountInTime()
    {
        var wait = CountEvery - TimeSpan.FromMilliseconds(Environment.TickCount64 - _countedAt);
        if (wait <= TimeSpan.Zero) await CountNew();
        else if (!_countDue) _ = UntilGone(() => CountAfter(wait));
    }

    private async Task CountAfter(TimeSpan wait)
    {
        _countDue = true;
        await Task.Delay(wait, Gone);
        await InvokeAsync(async () =>
        {
            _countDue = false;
            await CountNew();
            StateHasChanged();
        });
    }

    // Heartbeats make no signal of their own, and times in words grow old.
    private async Task KeepFresh()
    {
        using var timer = new PeriodicTimer(Refresh);
        while (await timer.WaitForNextTickAsync(Gone))
        {
            await InvokeAsync(async () =>
            {
                if (_page is { Rows.Count: > 0 }) await ReadAgain([.. _page.Rows.Select(row => row.Id)]);
                await CountNew();
                _glowing.Clear();
                StateHasChanged();
            });
        }
    }

    private async Task Count()
    {
        _countedAt = Environment.TickCount64;
        var counts = await Door.Run((CountDevices u) => u.Handle(Here.Filter, Gone), Gone);
        if (counts.Done) _counts = counts.Value;
    }

    private async Task CountNew()
    {
        await Count();
        _new = After is null && _page is not null ? Math.Max(0, CountHere - _countAtLoad) : 0;
    }

    private async Task ReadAgain(List<DeviceId> ids)
    {
        var read = await Door.Run((GetDeviceRows u) => u.Handle(ids, Gone), Gone);
        if (!read.Done || _page is null) return;
        var fresh = read.Value.Rows.ToDictionary(row => row.Id);
        foreach (var row in _page.Rows.Where(row => fresh.TryGetValue(row.Id, out var now) && Differs(row, now))) _glowing.Add(row.Id);
        foreach (var row in read.Value.Rows.Where(row => _picked.ContainsKey(row.Id))) _picked[row.Id] = row;
        _page = _page with { Rows = [.. _page.Rows.Select(row => fresh.GetValueOrDefault(row.Id, row))], Now = read.Value.Now };
    }

    // Being heard is no change worth looking up for.
    private static bool Differs(DeviceRow before, DeviceRow now) =>
        before with { LastSeenAt = now.LastSeenAt, Battery = now.Battery } != now;

    private string OfState(string? state) => (Here with { State = state, After = null, Device = null }).ToString();

    private void Open(DeviceId device) => Navigation.NavigateTo((Here with { Device = device.Value }).ToString());

    private void Close() => Navigation.NavigateTo((Here with { Device = null }).ToString());

    private void Pick((IReadOnlyList<DeviceRow> Rows, bool On) choice)
    {
        foreach (var row in choice.Rows)
        {
            if (!choice.On) _picked.Remove(row.Id);
            else if (_picked.Count < MassOrders.Most) _picked[row.Id] = row;
        }
    }

    private async Task Ordered()
    {
        _picked.Clear();
        if (_page is { Rows.Count: > 0 }) await ReadAgain([.. _page.Rows.Select(row => row.Id)]);
    }
}
