using Paylatch.Domain.Shared;
using Paylatch.Web.Components;

namespace Paylatch.Web.Shell.Gallery;

/// <summary>A made-up row of a device grid.</summary>
public sealed record GalleryDevice(ChipState State, ChipPhase Phase, string Model, string Imei, string Customer, int DaysLate, DateOnly? PaidUntil, DateTimeOffset Seen, int Battery, Money Owed)
{
    /// <summary>The rows.</summary>
    public static readonly IReadOnlyList<GalleryDevice> All = [.. Enumerable.Range(0, 9).Select(Make)];

    private static GalleryDevice Make(int i)
    {
        (ChipState, ChipPhase)[] states =
        [
            (ChipState.Active, ChipPhase.Confirmed), (ChipState.Locked, ChipPhase.Ordered), (ChipState.Locked, ChipPhase.Armed), (ChipState.Active, ChipPhase.Believed),
            (ChipState.Locked, ChipPhase.Confirmed), (ChipState.AwaitingEnrolment, ChipPhase.Confirmed), (ChipState.Released, ChipPhase.Confirmed), (ChipState.Offline, ChipPhase.Confirmed), (ChipState.Active, ChipPhase.Confirmed),
        ];
        string[] models = ["Samsung A15", "Tecno Spark 20", "Infinix Hot 40", "Samsung A05", "Hisense 43A4", "Sun King Home 400", "Nokia C32", "Tecno Pop 8", "itel S23"];
        var today = DateOnly.FromDateTime(GalleryFrame.Now.DateTime);
        return new GalleryDevice(states[i].Item1, states[i].Item2, models[i], $"35693803564{i}80{9 - i}", Words.Names[i % 8], i is 1 or 2 or 4 ? 4 + i * 3 : 0,
            i is 5 or 6 ? null : today.AddDays(i * 4 - 6), GalleryFrame.Now.AddMinutes(-i * i * 37 - 1), 96 - i * 9, new Money(120_000 + i * 87_550, Currency.Of("KES")));
    }
}
