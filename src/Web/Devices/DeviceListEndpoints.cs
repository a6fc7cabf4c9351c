using Paylatch.Application.Devices;
using Paylatch.Application.Shared;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;

namespace Paylatch.Web.Devices;

/// <summary>Devices for programs outside (<c>/api/v1/devices</c>) and the grid's export.</summary>
internal static class DeviceListEndpoints
{
    private static readonly string[] Columns =
        ["device", "state", "phase", "model", "kind", "imei", "serial", "customer", "contract", "days_late", "paid_until", "last_seen", "battery", "sim_changed", "rooted", "tampered"];

    /// <summary>Maps them.</summary>
    public static IEndpointRouteBuilder MapDeviceList(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/devices").WithTags("Devices").NeedsKey();
        api.MapGet("", List).Produces<DeviceListAnswer>()
            .WithSummary("Devices, newest first.")
            .WithDescription("state and phase as in the answers; q is part of an IMEI, a serial number, a name or a contract number; after is what an answer gave as next.");
        api.MapGet("/{id:guid}", Show).Produces<DeviceAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One device as last known.");
        app.MapGet("/devices/export.csv", Export).ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> List(
        HttpContext context, Operations operations, CancellationToken ct, string? state = null, string? phase = null, string? q = null, bool stuck = false,
        Guid? after = null, int limit = 50)
    {
        if (Filter(state, phase, q, stuck) is not { } filter) return Problems.Of(DevicesRefusals.FilterInvalid(), context);
        var query = new ListDevices.Query(filter, after is { } key ? new DeviceId(key) : null, limit);
        var outcome = await operations.Run(CallerOf.Http(context), (ListDevices u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(context, page => Results.Json(new DeviceListAnswer([.. page.Rows.Select(DeviceAnswer.Of)], page.Next?.Value)));
    }

    private static async Task<IResult> Show(HttpContext context, Operations operations, Guid id, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(context), (GetDeviceRows u) => u.Handle([new DeviceId(id)], ct), ct);
        return outcome.ToHttp(context, read => read.Rows.Count == 0 ? Problems.Of(DevicesRefusals.NotFound(), context) : Results.Json(DeviceAnswer.Of(read.Rows[0])));
    }

    /// <summary>What the grid shows, with the same filter.</summary>
    private static async Task<IResult> Export(
        HttpContext context, Operations operations, CancellationToken ct, string? state = null, string? phase = null, string? q = null, bool stuck = false)
    {
        if (Filter(state, phase, q, stuck) is not { } filter) return Problems.Of(DevicesRefusals.FilterInvalid(), context);
        var caller = CallerOf.Http(context);
        return await CsvPages.Answer<DevicePage>(
            context, "devices.csv", Columns,
            before => operations.Run(caller, (ExportDevices u) => u.Handle(filter, before?.Next, ct), ct),
            page => page.Rows.Select(Cells), page => page.Next is not null);
    }

    private static object?[] Cells(DeviceRow row) =>
    [
        row.Id, Words.Of(row.State), Words.Of(row.Phase), row.Model, Words.Of(row.Kind), row.Imei, row.Serial, row.CustomerName, row.Contract,
        row.DaysLate, row.PaidUntil, row.LastSeenAt, row.Battery, row.SimChanged, row.Rooted, row.Tampered,
    ];

    private static DeviceFilter? Filter(string? state, string? phase, string? q, bool stuck)
    {
        DeviceState? wanted = null;
        DevicePhase? known = null;
        if (!string.IsNullOrEmpty(state) && (wanted = Word<DeviceState>(state)) is null) return null;
        if (!string.IsNullOrEmpty(phase) && (known = Word<DevicePhase>(phase)) is null) return null;
        return new DeviceFilter(wanted, known, q is { Length: > 100 } ? q[..100] : q, stuck);
    }

    private static T? Word<T>(string word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Words.Of(value) == word) return value;
        }

        return null;
    }
}

/// <summary>A page of devices for programs.</summary>
/// <param name="Devices">The devices, newest first.</param>
/// <param name="Next">Give it as <c>after</c> to go on; null at the end.</param>
public sealed record DeviceListAnswer(IReadOnlyList<DeviceAnswer> Devices, Guid? Next);

/// <summary>A device for programs.</summary>
public sealed record DeviceAnswer(
    Guid Id, string Kind, string Model, string? Imei, string? Serial, string State, string Phase, string? Reason, Guid? CustomerId, string? Customer,
    Guid? LoanId, string? Contract, int DaysLate, DateTimeOffset? PaidUntil, DateTimeOffset? LastSeenAt, int? Battery, bool SimChanged, bool Rooted, bool Tampered)
{
    /// <summary>From a row of the grid.</summary>
    public static DeviceAnswer Of(DeviceRow row) => new(
        row.Id.Value, Words.Of(row.Kind), row.Model, row.Imei, row.Serial, Words.Of(row.State), Words.Of(row.Phase), row.Reason,
        row.Customer?.Value, row.CustomerName, row.Loan?.Value, row.Contract, row.DaysLate, row.PaidUntil, row.LastSeenAt, row.Battery,
        row.SimChanged, row.Rooted, row.Tampered);
}
