using System.Globalization;
using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Persistence;

namespace Paylatch.Benchmarks;

/// <summary>A small read and a small write through the door, against the same statements by hand.</summary>
internal static class DoorCost
{
    public static async Task Run(Stage stage, Report report, CancellationToken ct)
    {
        var tenant = await stage.NewTenant("door", sandbox: false, ct);
        var phone = (await stage.Phones(tenant, 1_000))[500];
        var hand = new ByHand(stage.Get<Regions>(), tenant);
        var work = new DoorWork(stage, tenant, phone);
        await Compare(stage, report, "read (FetchOrders, nothing waits)", () => work.Read(ct), () => hand.Read(phone, ct));
        await Compare(stage, report, "write (RegisterDevice)", () => work.Write(ct), () => hand.Write(Imeis.Next(), ct));
    }

    private static async Task Compare(Stage stage, Report report, string what, Func<Task> door, Func<Task> hand)
    {
        var span = TimeSpan.FromSeconds(stage.Options.Of(3, 1));
        await stage.Load.For(stage.WarmUp / 3, 4, _ => door());
        await stage.Load.For(stage.WarmUp / 3, 4, _ => hand());
        foreach (var workers in new[] { 1, 8 })
        {
            List<Run> doors = [], hands = [];
            for (var round = 0; round < stage.Options.Rounds; round++)
            {
                doors.Add(await stage.Load.For(span, workers, _ => door()));
                hands.Add(await stage.Load.For(span, workers, _ => hand()));
            }

            report.Times($"Door, {what}, {workers} at once: time of one", Aim.Below(1.5), doors, hands);
        }
    }
}

/// <summary>Two small use cases of one tenant, through the door.</summary>
internal sealed class DoorWork(Stage stage, TenantInfo tenant, Guid phone)
{
    private readonly Caller _device = Stage.As(Role.Device, tenant) with { Device = new DeviceId(phone) };
    private readonly Caller _agent = Stage.As(Role.Agent, tenant);

    public Task Read(CancellationToken ct) => stage.Must(_device, (FetchOrders u) => u.Handle(ct), ct);

    public Task Write(CancellationToken ct) =>
        stage.Must(_agent, (RegisterDevice u) => u.Handle(new(DeviceKind.Phone, "Nokia C32", Imeis.Next(), null), ct), ct);
}

/// <summary>IMEIs nobody has.</summary>
internal static class Imeis
{
    private static long _last;

    public static string Next()
    {
        var fourteen = string.Create(CultureInfo.InvariantCulture, $"86{Interlocked.Increment(ref _last):000000000000}");
        return fourteen + Imei.CheckDigit(fourteen);
    }
}
