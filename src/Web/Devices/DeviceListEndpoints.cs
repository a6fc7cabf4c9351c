using System.Globalization;
using System.Text;
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
        var api = app.MapGroup("/api/v1/devices").WithTags("Devices");
        api.MapGet("", List);
        api.MapGet("/{id:guid}", Show);
        app.MapGet("/devices/export.csv", Export).ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> List(
        HttpContext context, Operations operations, CancellationToken ct, string? state = null, string? phase = null, string? q = null, Guid? after = null, int limit = 50)
    {
        if (Filter(state, phase, q) is not { } filter) return Problems.Of(DevicesRefusals.FilterInvalid(), context);
        var query = new ListDevices.Query(filter, after is { } key ? new DeviceId(key) : null, limit);
        var outcome = await operations.Run(CallerOf.Http(context), (ListDevices u) => u.Handle(query, ct), ct);
        return outcome.ToHttp(context, page => Results.Json(new DeviceListAnswer([.. page.Rows.Select(DeviceAnswer.Of)], page.Next?.Value)));
    }

    private static async Task<IResult> Show(HttpContext context, Operations operations, Guid id, CancellationToken ct)
    {
        var outcome = await operations.Run(CallerOf.Http(context), (GetDeviceRows u) => u.Handle([new DeviceId(id)], ct), ct);
        return outcome.ToHttp(context, read => read.Rows.Count == 0 ? Problems.Of(DevicesRefusals.NotFound(), context) : Results.Json(DeviceAnswer.Of(read.Rows[0])));
    }

    /// <summary>Streams what the grid shows, with the same filter. The first page is read before anything is sent, so that a refusal is one.</summary>
    private static async Task<IResult> Export(
        HttpContext context, Operations operations, CancellationToken ct, string? state = null, string? phase = null, string? q = null)
    {
        if (Filter(state, phase, q) is not { } filter) return Problems.Of(DevicesRefusals.FilterInvalid(), context);
        var caller = CallerOf.Http(context);
        var first = await operations.Run(caller, (ExportDevices u) => u.Handle(filter, null, ct), ct);
        if (first.Refusal is { } no) return Problems.Of(no, context);
        return Results.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
                await writer.WriteAsync(string.Join(',', Columns) + "\r\n");
                for (var page = first.Value; ;)
                {
                    foreach (var row in page.Rows) await writer.WriteAsync(Line(row));
                    await writer.FlushAsync(ct);
                    if (page.Next is not { } next) return;
                    // Should the database go away half-way, the connection breaks: half a list must not look whole.
                    page = (await operations.Run(caller, (ExportDevices u) => u.Handle(filter, next, ct), ct)).Value;
                }
            },
            "text/csv; charset=utf-8", "devices.csv");
    }

    private static string Line(DeviceRow row)
    {
        object?[] cells =
        [
            row.Id, Words.Of(row.State), Words.Of(row.Phase), row.Model, Words.Of(row.Kind), row.Imei, row.Serial, row.CustomerName, row.Contract,
            row.DaysLate, row.PaidUntil?.ToString("O", CultureInfo.InvariantCulture), row.LastSeenAt?.ToString("O", CultureInfo.InvariantCulture),
            row.Battery, row.SimChanged, row.Rooted, row.Tampered,
        ];
        return string.Join(',', cells.Select(Cell)) + "\r\n";
    }

    // RFC 4180; text a spreadsheet would take for a formula is set off with an apostrophe.
    private static string Cell(object? value)
    {
        var text = value switch
        {
            bool yes => yes ? "yes" : "no",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        if (value is string && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static DeviceFilter? Filter(string? state, string? phase, string? q)
    {
        DeviceState? wanted = null;
        DevicePhase? known = null;
        if (!string.IsNullOrEmpty(state) && (wanted = Word<DeviceState>(state)) is null) return null;
        if (!string.IsNullOrEmpty(phase) && (known = Word<DevicePhase>(phase)) is null) return null;
        return new DeviceFilter(wanted, known, q is { Length: > 100 } ? q[..100] : q);
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
