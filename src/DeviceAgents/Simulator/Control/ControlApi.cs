using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator;

/// <summary>Makes a device and enrols it.</summary>
/// <param name="TenantUrl">The tenant's base address; not needed with <paramref name="Link"/>.</param>
/// <param name="Code">The one-time code; not needed with <paramref name="Link"/>.</param>
/// <param name="Link">The enrolment QR's text, in place of the two.</param>
/// <param name="Kind">phone, laptop, tv, fridge, solar…</param>
/// <param name="Model">Maker's model name.</param>
/// <param name="Imei">For devices with a radio.</param>
/// <param name="Serial">For the others.</param>
public sealed record NewDevice(
    string? TenantUrl = null, string? Code = null, string? Link = null, string? Kind = null, string? Model = null,
    string? Imei = null, string? Serial = null);

/// <summary>Puts in another SIM.</summary>
/// <param name="Sim">Its number; null takes it out.</param>
public sealed record SimChange(string? Sim = null);

/// <summary>Meddles with the device, or undoes it.</summary>
/// <param name="Tampered">The case or the agent was meddled with.</param>
/// <param name="Rooted">The system was opened up.</param>
public sealed record TamperChange(bool Tampered = true, bool Rooted = false);

/// <summary>Sets the wall clock wrong.</summary>
/// <param name="Seconds">How far ahead (or, negative, behind).</param>
public sealed record SkewChange(double Seconds = 0);

/// <summary>The API by which people and tests control the simulated devices.</summary>
internal static class ControlApi
{
    private const int MostListed = 1000;
    private const double LongestSkew = 10 * 366 * 86_400.0;

    public static void Map(WebApplication app)
    {
        app.MapGet("/health", () => Results.Text("ok"));
        app.MapGet("/fleet", (Fleet fleet) => Summary(fleet));
        app.MapGet("/devices", List);
        app.MapPost("/devices", Enrol);
        app.MapGet("/devices/{id:guid}", (Guid id, Fleet fleet) => On(id, fleet, _ => Task.CompletedTask));
        app.MapPost("/devices/{id:guid}/offline", (Guid id, Fleet fleet) => On(id, fleet, device => device.SetOnline(false)));
        app.MapPost("/devices/{id:guid}/online", (Guid id, Fleet fleet) => On(id, fleet, device => device.SetOnline(true)));
        app.MapPost("/devices/{id:guid}/sim", (Guid id, SimChange? change, Fleet fleet) => ChangeSim(id, change, fleet));
        app.MapPost("/devices/{id:guid}/tamper", (Guid id, TamperChange? change, Fleet fleet) =>
            Meddle(id, fleet, body => body with { Tampered = change?.Tampered ?? true, Rooted = change?.Rooted ?? false }));
        app.MapPost("/devices/{id:guid}/skew", (Guid id, SkewChange? change, Fleet fleet) =>
            change is not { Seconds: >= -LongestSkew and <= LongestSkew }
                ? Task.FromResult(Invalid("seconds", "Say how many seconds ahead, within ten years."))
                : Meddle(id, fleet, body => body with { Skew = TimeSpan.FromSeconds(change.Seconds) }));
    }

    private static FleetView Summary(Fleet fleet)
    {
        var views = fleet.All.Select(device => device.View()).ToList();
        return new FleetView(
            views.Count,
            views.Count(v => v.Online),
            views.Count(v => v.State == StateNames.Locked),
            views.Count(v => v.State == StateNames.Released),
            views.Count(v => v.Problem is not null));
    }

    /// <summary>Devices in the order they enrolled; the header X-Total-Count says how many match.</summary>
    private static List<DeviceView> List(Fleet fleet, HttpContext http, string? q = null, string? state = null, int limit = MostListed)
    {
        var found = fleet.All.Select(device => device.View())
            .Where(view => Matches(view, q) && (string.IsNullOrEmpty(state) || view.State == state))
            .OrderBy(view => view.Id)
            .ToList();
        http.Response.Headers["X-Total-Count"] = found.Count.ToString(CultureInfo.InvariantCulture);
        return found.Take(Math.Clamp(limit, 1, MostListed)).ToList();
    }

    private static bool Matches(DeviceView view, string? q) =>
        string.IsNullOrWhiteSpace(q)
        || new[] { view.Model, view.Kind, view.Imei, view.Serial, view.TenantUrl, view.Id.ToString() }
            .Any(text => text?.Contains(q.Trim(), StringComparison.OrdinalIgnoreCase) == true);

    private static async Task<IResult> Enrol(NewDevice wanted, Fleet fleet, CancellationToken ct)
    {
        EnrolmentLink? link = null;
        if (wanted.Link is not null && !EnrolmentLink.TryParse(wanted.Link, out link)) return Invalid("link", "Not the text of an enrolment QR.");
        if ((link?.Portal ?? EnrolmentLink.TryPortal(wanted.TenantUrl)) is not { } portal)
            return Invalid("tenantUrl", "Give the tenant's address, such as http://zuri.localhost:8080.");
        if ((link?.Code ?? EnrolmentCode.Normalise(wanted.Code)) is not { } code)
            return Invalid("code", "An enrolment code has twelve letters and digits.");
        if (wanted.Kind is not { Length: > 0 and <= 30 }) return Invalid("kind", "Say what it is: phone, laptop, tv, fridge, solar…");
        if (wanted.Model is not { Length: > 0 and <= 100 }) return Invalid("model", "Give the model's name.");
        if (wanted.Imei is { Length: > 17 }) return Invalid("imei", "An IMEI has fifteen digits.");
        if (wanted.Serial is { Length: > 64 }) return Invalid("serial", "A serial number has at most 64 characters.");
        if (string.IsNullOrWhiteSpace(wanted.Imei) && string.IsNullOrWhiteSpace(wanted.Serial))
            return Invalid("imei", "Give an IMEI or a serial number.");
        return await Join(fleet, portal, code, new DeviceFacts(wanted.Kind, wanted.Model, Fleet.AgentVersion, wanted.Imei, wanted.Serial), ct);
    }

    private static async Task<IResult> Join(Fleet fleet, Uri portal, string code, DeviceFacts facts, CancellationToken ct)
    {
        try
        {
            var device = await fleet.Enrol(portal, code, facts, ct);
            return Results.Created($"/devices/{device.Id}", device.View());
        }
        catch (PortalRefusal no)
        {
            return Problem(StatusCodes.Status422UnprocessableEntity, no.Problem.Code ?? "simulator.refused", no.Problem.Detail ?? no.Problem.Title ?? "The portal refused.");
        }
        catch (ProtocolRefusal no)
        {
            return Problem(StatusCodes.Status502BadGateway, $"simulator.{no.Code}", $"The portal's answer does not hold: {no.Message}");
        }
        catch (Exception e) when (Trouble.IsExpected(e, ct))
        {
            return Problem(StatusCodes.Status502BadGateway, "simulator.portal_unreachable", Trouble.InWords(e));
        }
    }

    private static Task<IResult> ChangeSim(Guid id, SimChange? change, Fleet fleet)
    {
        if (change?.Sim is { } sim && (sim.Length is 0 or > 30 || !sim.All(char.IsAsciiLetterOrDigit)))
            return Task.FromResult(Invalid("sim", "A SIM's number has up to 30 letters and digits."));
        return Meddle(id, fleet, body => body with { Sim = change?.Sim });
    }

    private static Task<IResult> Meddle(Guid id, Fleet fleet, Func<Body, Body> meddle) => On(id, fleet, device =>
    {
        device.Meddle(meddle);
        return Task.CompletedTask;
    });

    private static async Task<IResult> On(Guid id, Fleet fleet, Func<SimulatedDevice, Task> act)
    {
        if (fleet.Find(id) is not { } device) return Problem(StatusCodes.Status404NotFound, "simulator.device_unknown", "There is no such device here.");
        await act(device);
        return Results.Ok(device.View());
    }

    private static IResult Invalid(string field, string detail) =>
        Problem(StatusCodes.Status422UnprocessableEntity, "simulator.invalid", detail, field);

    private static IResult Problem(int status, string code, string detail, string? field = null)
    {
        var problem = new ProblemDetails { Status = status, Title = "The simulator cannot do that.", Detail = detail };
        problem.Extensions["code"] = code;
        if (field is not null) problem.Extensions["field"] = field;
        return Results.Problem(problem);
    }
}
