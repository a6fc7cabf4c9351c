using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Notifications;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Notifications;
using Paylatch.Infrastructure.Notifications;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Notifications;

public sealed class SlowCarrierTests
{
    [Fact]
    public async Task With_a_carrier_that_is_slow_for_all_no_message_is_handed_over_twice_by_two_nodes()
    {
        var carrier = new Carrier { Answer = new TaskCompletionSource() };
        var shop = await Shop.Open(also: services => services.AddSingleton<IMessageSender>(carrier));
        await using var portal = shop.Portal;
        await shop.Write(MessagePost.Batch * 2);

        var nodes = Enumerable.Range(0, 3).Select(_ => shop.Post().SendDue(shop.Tenant.Id, default)).ToList();
        // All of a turn are under way at once, so the whole of it takes no longer than the slowest.
        await Eventually.True(() => Task.FromResult(carrier.Taken.Count == MessagePost.Batch * 2), "both turns under way");
        Assert.True(await shop.Read<bool>("select min(due_at) > clock_timestamp() + interval '90 seconds' from {s}.messages"));
        carrier.Answer.SetResult();

        Assert.Equal(MessagePost.Batch * 2, (await Task.WhenAll(nodes)).Sum());
        Assert.Equal(MessagePost.Batch * 2, carrier.Taken.Distinct().Count());
    }

    [Fact]
    public async Task A_slow_carrier_and_a_shop_with_many_messages_keep_no_other_shops_sign_in_codes_waiting()
    {
        var carrier = new Carrier { Answer = new TaskCompletionSource() };
        var shop = await Shop.Open(workers: true, also: services => services.AddSingleton<IMessageSender>(carrier));
        await using var portal = shop.Portal;
        var other = await shop.Beside("soko");
        await shop.Write(100);
        await shop.Sell();
        await Eventually.True(() => Task.FromResult(carrier.Taken.Count >= MessagePost.Batch), "the first turn under way");

        await other.Write(1, "sign_in_code");
        await other.NewCustomer();

        await Eventually.True(async () => carrier.Taken.Contains(new MessageId(await other.Read<Guid>("select id from {s}.messages"))), "the code with the carrier");
        carrier.Answer.SetResult();
    }
}
