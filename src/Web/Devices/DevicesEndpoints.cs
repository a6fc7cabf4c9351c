using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Devices;
using Paylatch.Infrastructure.Persistence;
using Paylatch.Web.Shell;
using OrderOutcome = Paylatch.Domain.Devices.OrderOutcome;

namespace Paylatch.Web.Devices;

/// <summary>The device agents' API, <c>/agent/v1</c>. Its contracts are in src/DeviceAgents/Protocol.</summary>
public static class DevicesEndpoints
{
    private const int LongestWait = 30;

    /// <summary>Maps the agents' API and the devices' part of the portal's own.</summary>
    public static IEndpointRouteBuilder MapDevices(this IEndpointRouteBuilder app)
    {
        var agents = app.MapGroup("").WithTags("Device agents").DisableAntiforgery();
        agents.MapGet(AgentRoutes.Time, Time).WithSummary("The tenant's time, by which everything is signed.").Produces<TimeAnswer>();
        agents.MapPost(AgentRoutes.Enrol, Enrol).RequireRateLimiting(Limits.SignIn)
            .WithSummary("Enrol a device with its one-time code and a proof of its key.").Reads<EnrolRequest>().Produces<EnrolAnswer>(StatusCodes.Status201Created);
        agents.MapPost(AgentRoutes.Session, Session).RequireRateLimiting(AgentLimits.Session.Of(app.ServiceProvider))
            .WithSummary("Open a session with an assertion signed by the device's key.").Reads<SessionRequest>().Produces<SessionAnswer>().ProducesProblem(StatusCodes.Status401Unauthorized);
        agents.MapPost(AgentRoutes.Heartbeat, Beat).RequireRateLimiting(Limits.Device)
            .WithSummary("Say that the device is alive; the answer carries its lease.").NeedsSession().Reads<HeartbeatRequest>().Produces<HeartbeatAnswer>().ProducesProblem(StatusCodes.Status409Conflict);
        agents.MapGet(AgentRoutes.Commands, Commands).Produces<CommandsAnswer>().RequireRateLimiting(Limits.Device).WithRequestTimeout(Limits.LongPoll)
            .WithSummary("Fetch signed orders; wait=30 holds the request until there are some.").NeedsSession();
        agents.MapPost(AgentRoutes.Results, Result).RequireRateLimiting(Limits.Device)
            .WithSummary("Report what became of an order.").NeedsSession().Reads<ResultRequest>().Produces(StatusCodes.Status204NoContent);
        return app.MapDeviceList();
    }

    private static async Task<IResult> Time(HttpContext context, Operations operations, CancellationToken ct)
    {
        var outcome = await operations.Run(AgentRequest.Visitor(context), (TellTime u) => u.Handle(), ct);
        return outcome.ToHttp(context, now => Results.Json(new TimeAnswer(now), WireJson.Default.TimeAnswer));
    }

    private static async Task<IResult> Enrol(HttpContext context, Operations operations, CancellationToken ct)
    {
        if (await AgentRequest.Read(context, WireJson.Default.EnrolRequest, ct) is not { } request) return AgentRequest.Invalid(context);
        var outcome = await operations.Run(AgentRequest.Visitor(context), (EnrolDevice u) => u.Handle(new(request.Code, request.Proof), ct), ct);
        if (outcome.Refusal is { } no) return await AgentRequest.Problem(no, context, operations, ct);
        var papers = outcome.Value;
        var answer = new EnrolAnswer(papers.Device.Value, papers.Credential, [.. papers.Keys.Select(DeviceWire.Jwk)], papers.Lease, papers.ServerTime);
        return Results.Json(answer, WireJson.Default.EnrolAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> Session(HttpContext context, Operations operations, CancellationToken ct)
    {
        if (await AgentRequest.Read(context, WireJson.Default.SessionRequest, ct) is not { } request) return AgentRequest.Invalid(context);
        var outcome = await operations.Run(AgentRequest.Visitor(context), (OpenSession u) => u.Handle(request.Assertion, ct), ct);
        if (outcome.Refusal is { } no) return await AgentRequest.Problem(no, context, operations, ct);
        var session = outcome.Value;
        return Results.Json(new SessionAnswer(session.Token, session.ExpiresAt, session.ServerTime), WireJson.Default.SessionAnswer);
    }

    private static async Task<IResult> Beat(HttpContext context, SessionTokens tokens, HeartbeatWriter writer, CancellationToken ct)
    {
        if (AgentRequest.Device(context, tokens) is not { } caller) return Problems.Of(DevicesRefusals.NoSession(), context);
        if (await AgentRequest.Read(context, WireJson.Default.HeartbeatRequest, ct) is not { } request) return AgentRequest.Invalid(context);
        Heartbeat heartbeat;
        try
        {
            heartbeat = AgentRequest.Heartbeat(request);
        }
        catch (Refusal no)
        {
            return Problems.Of(no, context);
        }

        var receipt = await writer.Write(context.Tenant(), caller, heartbeat, ct);
        if (receipt.Refusal is { } refusal) return AgentRequest.Problem(refusal, context, receipt.ServerTime);
        return Results.Json(new HeartbeatAnswer(receipt.ServerTime, receipt.Lease!, receipt.Pending), WireJson.Default.HeartbeatAnswer);
    }

    /// <summary>
    /// Answers at once when something is queued; otherwise waits for a signal that names the device. It registers before
    /// it looks, so that no order falls between.
    /// </summary>
    private static async Task<IResult> Commands(
        HttpContext context, SessionTokens tokens, Operations operations, DeviceWaiters waiters, TimeProvider time, CancellationToken ct)
    {
        if (AgentRequest.Device(context, tokens) is not { } caller) return Problems.Of(DevicesRefusals.NoSession(), context);
        if (AgentRequest.Wait(context, LongestWait) is not { } wait) return Problems.Of(DevicesRefusals.RequestInvalid("wait"), context);
        using var waiter = waiters.Watch(caller.Tenant, caller.RequireDevice());
        var start = time.GetTimestamp();
        do
        {
            var outcome = await operations.Run(caller, (FetchOrders u) => u.Handle(ct), ct);
            if (outcome.Refusal is { } no) return Problems.Of(no, context);
            if (outcome.Value.Count > 0) return Results.Json(new CommandsAnswer(outcome.Value), WireJson.Default.CommandsAnswer);
        }
        while (await waiter.Next(wait - time.GetElapsedTime(start), ct));
        return Results.Json(new CommandsAnswer([]), WireJson.Default.CommandsAnswer);
    }

    private static async Task<IResult> Result(HttpContext context, SessionTokens tokens, Operations operations, CancellationToken ct)
    {
        if (AgentRequest.Device(context, tokens) is not { } caller) return Problems.Of(DevicesRefusals.NoSession(), context);
        if (await AgentRequest.Read(context, WireJson.Default.ResultRequest, ct) is not { } request) return AgentRequest.Invalid(context);
        OrderOutcome? result = request.Outcome switch
        {
            ResultRequest.Done => OrderOutcome.Done,
            ResultRequest.Refused => OrderOutcome.Refused,
            _ => null,
        };
        if (result is not { } said || AgentRequest.State(request.State) is not { } shown) return AgentRequest.Invalid(context, result is null ? "outcome" : "state");
        var command = new ReportResult.Command(new OrderId(request.OrderId), request.Counter, said, request.Code, shown);
        var outcome = await operations.Run(caller, (ReportResult u) => u.Handle(command, ct), ct);
        return outcome.ToHttp(context, _ => Results.NoContent());
    }
}
