using System.Net.Http.Json;
using System.Text.Json;
using Paylatch.Testing;

namespace Paylatch.E2E.Pages;

/// <summary>A simulated phone, steered over the simulator's control API.</summary>
public sealed class Phone
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly Uri _address;

    private Phone(Uri simulator, Guid id) => (_address, Id) = (new Uri(simulator, $"/devices/{id}"), id);

    /// <summary>The device's id, at the portal and at the simulator.</summary>
    public Guid Id { get; }

    /// <summary>Takes a phone out of its box and enrols it with a code.</summary>
    public static async Task<Phone> Enrol(Uri simulator, Uri tenant, string code, string imei)
    {
        using var answer = await Http.PostAsJsonAsync(
            new Uri(simulator, "/devices"), new { tenantUrl = tenant, code, kind = "phone", model = "Tecno Spark 30", imei });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var device = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new Phone(simulator, device.GetProperty("id").GetGuid());
    }

    /// <summary>Cuts or restores its network.</summary>
    public async Task Network(bool on)
    {
        using var answer = await Http.PostAsync(new Uri(_address + (on ? "/online" : "/offline")), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What it shows: its state and what locked it.</summary>
    public async Task<(string State, string LockedBy)> Face()
    {
        var device = await Http.GetFromJsonAsync<JsonElement>(_address);
        return (device.GetProperty("state").GetString()!, device.GetProperty("lockedBy").GetString()!);
    }

    /// <summary>Waits until it shows a state.</summary>
    public Task Shows(string state) =>
        Eventually.True(async () => (await Face()).State == state, $"the phone to be {state}", TimeSpan.FromSeconds(40));
}
