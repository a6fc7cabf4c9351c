using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Application.Tests.Lending;
using Paylatch.DeviceAgents.Protocol;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Outbox;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Devices;

/// <summary>A shop whose devices have agents of their own: the protocol's real agent, moved by calls instead of HTTP.</summary>
internal sealed class Fleet(Shop shop) : IAsyncDisposable
{
    private static int _imeis;

    public Shop Shop => shop;

    public TestPortal Portal => shop.Portal;

    public static async Task<Fleet> Open(bool workers = false, bool sandbox = false) => new(await Shop.Open(workers: workers, sandbox: sandbox));

    public async Task<Fleet> Beside(string slug) => new(await shop.Beside(slug));

    public static string NewImei()
    {
        var fourteen = $"35{Interlocked.Increment(ref _imeis):D12}";
        return fourteen + Imei.CheckDigit(fourteen);
    }

    /// <summary>A phone that is entered, not sold.</summary>
    public async Task<Handset> Entered()
    {
        var imei = NewImei();
        var id = (await shop.Run(Role.Agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, "Nokia C32", imei, null), default))).Value;
        return new Handset(this, id, imei);
    }

    /// <summary>A phone that is sold, not enrolled.</summary>
    public async Task<Handset> Sold(Plan? plan = null, string customer = "Amina Wanjiru")
    {
        var handset = await Entered();
        var buyer = await shop.NewCustomer(customer);
        handset.Loan = (await shop.Book(buyer.Id, handset.Id, plan ?? Shop.Plan())).Value.Loan;
        await Drain();
        return handset;
    }

    /// <summary>A phone that is sold, enrolled, heard and confirmed to be active.</summary>
    public async Task<Handset> InUse(Plan? plan = null, string customer = "Amina Wanjiru")
    {
        var handset = await Sold(plan, customer);
        await handset.Enrol();
        Assert.Null((await handset.Beat()).Refusal);
        return handset;
    }

    public async Task<EnrolmentOffer> Code(DeviceId device) =>
        (await shop.Run(Role.Agent, (CreateEnrolmentCode u) => u.Handle(new(device, new Uri("http://duka.localhost:8080")), default))).Value;

    public Task<Outcome<LiveOrder>> Lock(DeviceId device, string reason = "Reported stolen") =>
        shop.Run(Role.MerchantAdmin, (LockDevice u) => u.Handle(new(device, reason), default));

    public Task<Outcome<LiveOrder>> Unlock(DeviceId device, string reason = "Found again") =>
        shop.Run(Role.MerchantAdmin, (UnlockDevice u) => u.Handle(new(device, reason), default));

    public async Task<DeviceDetail> Show(DeviceId device) => (await shop.Run(Role.Agent, (ShowDevice u) => u.Handle(device, default))).Value;

    public Task<long> LiveOrders(DeviceId device) =>
        shop.Read<long>("select count(*) from {s}.orders where device_id = $1 and state in ('ordered', 'armed')", device.Value);

    /// <summary>Runs what follows from events, until nothing is due.</summary>
    public async Task Drain()
    {
        while ((await shop.Run(Role.System, (ListDueDeliveries u) => u.Handle(100, default))).Value is { Count: > 0 } due)
        {
            foreach (var delivery in due) _ = (await shop.Run(Role.System, (RunDelivery u) => u.Handle(delivery.Id, default))).Value;
        }
    }

    public T Get<T>()
        where T : notnull => shop.Portal.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => shop.Portal.DisposeAsync();
}

/// <summary>A phone in a test.</summary>
internal sealed class Handset(Fleet fleet, DeviceId id, string imei)
{
    public DeviceId Id => id;

    public string Imei => imei;

    public LoanId Loan { get; set; }

    public HandsetClock Clock { get; } = new(fleet.Portal.Time);

    public DeviceAgent Agent { get; private set; } = null!;

    public Caller Caller => TestPortal.As(Role.Device, fleet.Shop.Tenant) with { Device = id };

    public async Task<Outcome<EnrolmentPapers>> TryEnrol(string code, string? otherImei = null, Fleet? at = null)
    {
        Agent = DeviceAgent.New(new DeviceAgents.Protocol.DeviceFacts("phone", "Nokia C32", "1.0", Imei: otherImei ?? imei), Clock);
        var request = Agent.Enrol(code);
        return await (at ?? fleet).Shop.Run(Role.Visitor, (EnrolDevice u) => u.Handle(new(request.Code, request.Proof), default));
    }

    public async Task Enrol()
    {
        var papers = (await TryEnrol((await fleet.Code(id)).Code)).Value;
        Agent.Enrolled(new EnrolAnswer(
            papers.Device.Value, papers.Credential, [.. papers.Keys.Select(Infrastructure.Devices.DeviceWire.Jwk)], papers.Lease, papers.ServerTime));
    }

    public Task<Outcome<OpenedSession>> Session(Fleet? at = null) => OpenWith(Agent.OpenSession().Assertion, at);

    public Task<Outcome<OpenedSession>> OpenWith(string assertion, Fleet? at = null) =>
        (at ?? fleet).Shop.Run(Role.Visitor, (OpenSession u) => u.Handle(assertion, default));

    public Heartbeat Says(string? sim = "8925401", bool rooted = false, bool tampered = false)
    {
        var said = Agent.Heartbeat(new Vitals(80, sim, rooted, tampered));
        return new Heartbeat(said.Counter, said.At, Enum.Parse<ReportedState>(said.State, ignoreCase: true), (short?)said.Battery, said.Sim, rooted, tampered, said.AgentVersion);
    }

    /// <summary>One heartbeat, and the lease in its answer taken.</summary>
    public async Task<Infrastructure.Devices.HeartbeatReceipt> Beat(string? sim = "8925401", bool rooted = false, bool tampered = false)
    {
        var receipt = await Send(Says(sim, rooted, tampered));
        if (receipt.Lease is { } lease) Assert.Null(Agent.TakeLease(lease).Refused);
        return receipt;
    }

    public Task<Infrastructure.Devices.HeartbeatReceipt> Send(Heartbeat heartbeat) =>
        fleet.Get<Infrastructure.Devices.HeartbeatWriter>().Write(fleet.Shop.Tenant, Caller, heartbeat, default);

    public async Task<IReadOnlyList<string>> Fetch() => (await fleet.Portal.Operations.Run(Caller, (FetchOrders u) => u.Handle(default), default)).Value;

    public Task<Outcome<Nothing>> Report(ResultRequest result) => fleet.Portal.Operations.Run(
        Caller,
        (ReportResult u) => u.Handle(new(
            new OrderId(result.OrderId), result.Counter, result.Outcome == ResultRequest.Done ? Domain.Devices.OrderOutcome.Done : Domain.Devices.OrderOutcome.Refused,
            result.Code, Enum.Parse<ReportedState>(result.State, ignoreCase: true)), default),
        default);

    /// <summary>Fetches, obeys and reports what is ordered, then sends a heartbeat.</summary>
    public async Task Serve()
    {
        foreach (var command in await Fetch()) Agent.Obey(command);
        foreach (var result in Agent.Results())
        {
            _ = (await Report(result)).Value;
            Agent.Reported(result.OrderId);
        }

        fleet.Portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null((await Beat()).Refusal);
    }
}

/// <summary>A phone's clocks: both follow the world's time, the wall clock off by as much as a test says.</summary>
internal sealed class HandsetClock(TestTime time) : IAgentClock
{
    private readonly DateTimeOffset _start = time.GetUtcNow();

    public TimeSpan Off { get; set; }

    /// <summary>How long the phone was off: time that its elapsed clock did not see.</summary>
    public TimeSpan Slept { get; set; }

    public DateTimeOffset Wall => time.GetUtcNow() + Off;

    public TimeSpan Elapsed => time.GetUtcNow() - _start - Slept;

    public string Boot => "one";
}
