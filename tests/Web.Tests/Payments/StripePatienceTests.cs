using System.Diagnostics;
using Paylatch.Application.Payments;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Web.Tests.Payments;

/// <summary>What our client does when Stripe is slow, ill or busy: asks again a little, then leaves it in peace.</summary>
public class StripePatienceTests(StripeBench bench) : IClassFixture<StripeBench>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task When_only_the_answer_is_lost_asking_again_finds_the_page_that_was_opened(int status)
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        await shop.Settings(fault: new { status, afterwards = true });
        var wish = Shop.Wish();

        var page = await portal.Cards.StartCheckout(shop.Account, wish, Ct);

        Assert.Equal(2, portal.Requests);
        Assert.Equal(page, await portal.Cards.StartCheckout(shop.Account, wish, Ct));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_passing_fault_is_got_over_by_asking_again(int status)
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        await shop.Settings(fault: new { status, times = 2 });

        Assert.NotNull(await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));
        Assert.Equal(3, portal.Requests);
    }

    [Fact]
    public async Task Asking_again_has_an_end()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        await shop.Settings(fault: new { status = 500, times = 20 });

        var refusal = await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));

        Assert.Equal(("payments.provider_unavailable", RefusalKind.Unavailable), (refusal.Code, refusal.Kind));
        Assert.Equal(3, portal.Requests);
    }

    [Fact]
    public async Task A_silent_provider_is_given_up_in_time()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect(("AttemptTimeout", "00:00:00.2"), ("Retries", "0"));
        await shop.Settings(fault: new { delayMs = 60_000 });
        var started = Stopwatch.GetTimestamp();

        var refusal = await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));

        Assert.Equal("payments.provider_unavailable", refusal.Code);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task All_attempts_together_have_a_limit_too()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect(("AttemptTimeout", "00:00:30"), ("TotalTimeout", "00:00:00.3"), ("Retries", "5"));
        await shop.Settings(fault: new { delayMs = 60_000, times = 10 });
        var started = Stopwatch.GetTimestamp();

        Assert.Equal("payments.provider_unavailable", (await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct))).Code);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_slow_answer_is_got_over_by_asking_again()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect(("AttemptTimeout", "00:00:02"));
        await shop.Settings(fault: new { delayMs = 60_000 });

        Assert.NotNull(await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));
        Assert.Equal(2, portal.Requests);
    }

    [Fact]
    public async Task A_customer_who_leaves_is_no_fault_of_the_provider()
    {
        await using var shop = await bench.Open();
        await using var portal = bench.Connect();
        using var leaving = new CancellationTokenSource();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), leaving.Token));
    }

    [Fact]
    public async Task After_many_failures_the_circuit_opens_and_closes_again_when_Stripe_is_back()
    {
        await using var shop = await bench.Open();
        var time = new TestTime(DateTimeOffset.UtcNow);
        await using var portal = bench.Connect(time, ("Retries", "0"), ("BreakAfter", "3"), ("BreakFor", "00:00:15"));
        await shop.Settings(fault: new { status = 503, times = 3 });
        for (var i = 0; i < 3; i++) await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));

        var whileOpen = await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));
        Assert.Equal("payments.provider_unavailable", whileOpen.Code);
        Assert.Equal(3, portal.Requests);

        time.Advance(TimeSpan.FromSeconds(14));
        await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));
        Assert.Equal(3, portal.Requests);

        time.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 3; i++) Assert.NotNull(await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));
        Assert.Equal(6, portal.Requests);
    }

    [Fact]
    public async Task A_circuit_that_finds_Stripe_still_ill_stays_open()
    {
        await using var shop = await bench.Open();
        var time = new TestTime(DateTimeOffset.UtcNow);
        await using var portal = bench.Connect(time, ("Retries", "0"), ("BreakAfter", "3"), ("BreakFor", "00:00:15"));
        await shop.Settings(fault: new { status = 503, times = 4 });
        for (var i = 0; i < 3; i++) await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));

        time.Advance(TimeSpan.FromSeconds(16));
        for (var i = 0; i < 3; i++) await Refused(() => portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));

        Assert.Equal(4, portal.Requests);
    }

    [Fact]
    public async Task One_shops_wrong_key_and_crowd_do_not_cut_off_the_others()
    {
        await using var shop = await bench.Open();
        await using var crowded = await bench.Open();
        await using var portal = bench.Connect(("Retries", "0"), ("BreakAfter", "3"));
        await crowded.Settings(fault: new { status = 429, times = 5 });
        for (var i = 0; i < 5; i++)
        {
            await Refused(() => portal.Cards.StartCheckout(new ProviderAccount("sk_test_nobody", "whsec_x"), Shop.Wish(), Ct));
            await Refused(() => portal.Cards.StartCheckout(crowded.Account, Shop.Wish(), Ct));
        }

        Assert.NotNull(await portal.Cards.StartCheckout(shop.Account, Shop.Wish(), Ct));
    }

    private static Task<Refusal> Refused(Func<Task> call) => Assert.ThrowsAsync<Refusal>(call);
}
