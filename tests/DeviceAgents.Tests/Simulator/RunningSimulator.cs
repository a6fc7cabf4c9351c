using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Paylatch.DeviceAgents.Protocol;

namespace Paylatch.DeviceAgents.Simulator.Tests;

/// <summary>The simulator on a free port with a data folder of its own, driven through its control API as people drive it.</summary>
internal sealed class RunningSimulator : IAsyncDisposable
{
    private static readonly System.Text.Json.JsonSerializerOptions Json = new(System.Text.Json.JsonSerializerDefaults.Web);

    private WebApplication _app;
    private HttpClient _http;

    private RunningSimulator(SimulatorOptions options)
    {
        Options = options;
        (_app, _http) = Build(options);
    }

    public SimulatorOptions Options { get; private set; }

    public HttpClient Http => _http;

    public static async Task<RunningSimulator> Start(Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        var options = new SimulatorOptions
        {
            Data = Directory.CreateTempSubdirectory("paylatch-simulator-").FullName,
            Heartbeat = TimeSpan.FromSeconds(0.1),
            CommandWait = TimeSpan.FromSeconds(5),
            LongestBackoff = TimeSpan.FromSeconds(0.3),
            ReadClockEvery = TimeSpan.FromSeconds(0.1),
        };
        var simulator = new RunningSimulator(change?.Invoke(options) ?? options);
        await simulator.Listen();
        return simulator;
    }

    /// <summary>Ends the process in good order and starts another on the same folder, or on a copy of it.</summary>
    public async Task Restart(string? data = null)
    {
        await Stop();
        Options = Options with { Data = data ?? Options.Data };
        (_app, _http) = Build(Options);
        await Listen();
    }

    public async Task<DeviceView> Enrol(FakePortal portal, string kind = "phone", string? code = null)
    {
        var answer = await _http.PostAsJsonAsync("/devices", new NewDevice(
            portal.Url, code ?? EnrolmentCode.New(), Kind: kind, Model: $"Model of {kind}",
            Imei: kind == "phone" ? "490154203237518" : null, Serial: kind == "phone" ? null : "S-1"));
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var view = (await answer.Content.ReadFromJsonAsync<DeviceView>(Json))!;
        Assert.Equal($"/devices/{view.Id}", answer.Headers.Location!.ToString());
        return view;
    }

    public async Task<DeviceView> View(Guid id) => (await _http.GetFromJsonAsync<DeviceView>($"/devices/{id}", Json))!;

    public async Task<DeviceView> Tell(Guid id, string what, object? body = null)
    {
        var answer = body is null ? await _http.PostAsync($"/devices/{id}/{what}", null) : await _http.PostAsJsonAsync($"/devices/{id}/{what}", body);
        Assert.True(answer.IsSuccessStatusCode, $"{what}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<DeviceView>(Json))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(Options.Data, recursive: true);
    }

    public async Task Stop()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Listen()
    {
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
    }

    private static (WebApplication App, HttpClient Http) Build(SimulatorOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return (SimulatorHost.Build(builder, options), new HttpClient());
    }
}

/// <summary>Waits for what is to happen soon, and says what did not.</summary>
internal static class Soon
{
    public static Task Holds(Func<bool> condition, string what) => Holds(() => Task.FromResult(condition()), what);

    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            try
            {
                await tick.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Did not happen in 20 s: {what}");
            }
        }
    }
}
