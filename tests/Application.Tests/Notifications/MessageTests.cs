using Microsoft.Extensions.DependencyInjection;
using Paylatch.Application.Identity;
using Paylatch.Application.Lending;
using Paylatch.Application.Notifications;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Devices.Events;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Notifications;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Payments.Events;
using Paylatch.Domain.Shared;
using Paylatch.Infrastructure.Notifications;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Notifications;

public sealed class MessageTests
{
    [Fact]
    public async Task Each_reminder_is_written_once_however_often_its_event_is_delivered()
    {
        var shop = await Shop.Open(workers: true);
        await using var portal = shop.Portal;
        await shop.Sell();
        shop.Days(30);
        await shop.CatchUp();
        await Done();
        Assert.Equal("reminder_tomorrow", await Kinds(shop));

        // The same event again, as after a crash between its transaction and the delivery's removal.
        await shop.Owner("insert into {s}.deliveries (event_id, reaction) select id, 'RemindCustomer' from {s}.events where type = 'ReminderCalledFor'");

        await Done();
        Assert.Equal("reminder_tomorrow", await Kinds(shop));

        Task Done() => Eventually.True(
            async () => await shop.Read<long>("select count(*) from {s}.deliveries where reaction = 'RemindCustomer'") == 0, "the reminders to be done");
    }

    [Theory]
    [InlineData(28, "reminder_in_3_days")]
    [InlineData(30, "reminder_tomorrow")]
    [InlineData(31, "reminder_today")]
    [InlineData(33, "lock_warning overdue")]
    [InlineData(34, "")]
    public async Task After_an_outage_a_customer_hears_what_is_true_that_day_and_nothing_of_the_days_before(int days, string told)
    {
        var shop = await Shop.Open(workers: true);
        await using var portal = shop.Portal;
        await shop.Sell();
        shop.Days(days);
        await shop.CatchUp();
        await Eventually.True(async () => await shop.Read<long>("select count(*) from {s}.deliveries where reaction = 'RemindCustomer'") == 0, "every reaction to be drawn");

        Assert.True(await shop.Read<long>("select count(*) from {s}.events where type = 'ReminderCalledFor'") > 0);
        Assert.Equal(told, await Kinds(shop));
    }

    [Fact]
    public async Task Nothing_is_said_about_an_installment_that_is_paid_by_then()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = await shop.Sell();
        var loan = (await shop.Run(Role.Agent, (ShowLoan u) => u.Handle(id, default))).Value;
        await shop.Pay(id, 1_000);

        await shop.Run(Role.System, (RemindCustomer u) => u.Handle(new ReminderCalledFor(id, loan.DeviceId, loan.Customer.Id, ReminderKind.Today, 1, loan.Rows[0].DueOn, loan.NextDueAmount), default));
        await shop.Run(Role.System, (RemindCustomer u) => u.Handle(new LockCameNear(id, loan.DeviceId, loan.Customer.Id, 1, loan.Rows[0].DueOn.AddDays(3), loan.NextDueAmount), default));

        Assert.Equal("", await Kinds(shop));
    }

    [Theory]
    [InlineData("en", "duka: KES 1,000 for PL-000001 is due by the end of 2 April 2026.")]
    [InlineData("sw", "duka: KES 1,000 ya mkataba PL-000001 inapaswa kulipwa kabla ya mwisho wa tarehe 2 Aprili 2026.")]
    [InlineData("ar", "duka: KES 1,000 للعقد PL-000001 يستحق قبل نهاية يوم 2 أبريل 2026.")]
    public async Task A_customer_is_written_to_in_their_own_language(string culture, string text)
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var customer = (await shop.Run(Role.Agent, (RegisterCustomer u) => u.Handle(new("Amina", "+254712345678", "34567890", culture), default))).Value;
        var device = await shop.NewDevice();
        var loan = (await shop.Book(customer.Id, device, Shop.Plan())).Value;

        await shop.Run(Role.System, (RemindCustomer u) => u.Handle(new ReminderCalledFor(loan.Loan, device, customer.Id, ReminderKind.Today, 1, loan.FirstDueOn, loan.Total), default));

        Assert.Equal(text, await shop.Read<string>("select body from {s}.messages"));
    }

    [Fact]
    public async Task Every_text_is_there_in_every_language()
    {
        foreach (var language in new[] { "en", "sw", "ar" })
        {
            var words = new Wording(language);
            foreach (var kind in new[] { "reminder_in_3_days", "reminder_tomorrow", "reminder_today", "overdue", "lock_warning", "locked", "locked_by_staff", "unlocked", "receipt", "receipt_last", "receipt_deposit", "released", "payment_reversed", "payment_reversed_late", "payment_reversed_none_owed" })
                Assert.Contains("shop", words.Say(kind, "shop", "a", "b", "c", "d", "e", "f"), StringComparison.Ordinal);
        }

        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_lock_is_told_when_the_device_has_shown_it_and_not_when_it_is_unlocking_already()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = await shop.Sell();
        shop.Days(34);
        await shop.CatchUp();
        var device = new DeviceId(await shop.Read<Guid>("select device_id from {s}.loans"));
        var shown = new DeviceStateConfirmed(device, id, DeviceState.Locked, new OrderId(Guid.NewGuid()));

        await shop.Owner("update {s}.devices set state = 'active'");
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(shown, default));
        Assert.Equal("", await Kinds(shop));

        await shop.Owner("update {s}.devices set state = 'locked'");
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(shown, default));
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(new DeviceLockedByLease(device, id, true, "lease"), default));

        Assert.Equal("locked", await Kinds(shop));
        Assert.Contains("KES 1,000", await shop.Read<string>("select body from {s}.messages"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlock_is_told_to_those_who_were_told_of_a_lock_and_once()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = await shop.Sell();
        shop.Days(34);
        await shop.CatchUp();
        var device = new DeviceId(await shop.Read<Guid>("select device_id from {s}.loans"));
        DeviceStateConfirmed Shown(DeviceState state) => new(device, id, state, new OrderId(Guid.NewGuid()));
        await shop.Owner("update {s}.devices set state = 'active'");
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(new DeviceFreedByLease(device, id), default));
        Assert.Equal("", await Kinds(shop));

        await shop.Owner("update {s}.devices set state = 'locked'");
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(Shown(DeviceState.Locked), default));
        await shop.Pay(id, 1_000);
        await shop.Owner("update {s}.devices set state = 'active'");
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(Shown(DeviceState.Active), default));
        await shop.Run(Role.System, (TellDeviceState u) => u.Handle(new DeviceFreedByLease(device, id), default));

        Assert.Equal("locked unlocked", await Kinds(shop));
    }

    [Fact]
    public async Task A_receipt_says_what_came_and_what_is_still_owed()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var id = await shop.Sell();
        await shop.Pay(id, 1_400);
        var customer = new CustomerId(await shop.Read<Guid>("select customer_id from {s}.loans"));
        Money Kes(long minor) => new(minor, Currency.Of("KES"));
        var paid = new PaymentReceived(new PaymentId(Guid.NewGuid()), id, customer, PaymentMethod.Cash, Kes(140_000), Kes(140_000), Kes(0), Kes(0), "R-000007");

        await shop.Run(Role.System, (SendReceipt u) => u.Handle(paid, default));
        await shop.Run(Role.System, (SendReceipt u) => u.Handle(paid, default));

        Assert.Equal("duka: we received KES 1,400 for PL-000001, receipt R-000007. Still owed: KES 1,600. Next: KES 600 on 2 May 2026.", await shop.Read<string>("select string_agg(body, '|') from {s}.messages"));
    }

    [Fact]
    public async Task Two_nodes_hand_each_message_over_once()
    {
        var carrier = new Carrier();
        var shop = await Shop.Open(also: services => services.AddSingleton<IMessageSender>(carrier));
        await using var portal = shop.Portal;
        await shop.Write(60);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            while (await shop.Post().SendDue(shop.Tenant.Id, default) > 0)
            {
                // Turn by turn, as the loop does.
            }
        }));

        Assert.Equal(60, carrier.Taken.Count);
        Assert.Equal(60, carrier.Taken.Distinct().Count());
        Assert.Equal(60L, await shop.Read<long>("select count(*) from {s}.messages where sent_at is not null and attempts = 1"));
    }

    [Fact]
    public async Task A_message_that_cannot_be_handed_over_is_tried_again_later_and_given_up_in_the_end()
    {
        var carrier = new Carrier { Error = "no signal" };
        var shop = await Shop.Open(also: services => services.AddSingleton<IMessageSender>(carrier));
        await using var portal = shop.Portal;
        await shop.Write(1);

        Assert.Equal(1, await shop.Post().SendDue(shop.Tenant.Id, default));
        Assert.Equal(0, await shop.Post().SendDue(shop.Tenant.Id, default));
        Assert.True(await shop.Read<bool>("select due_at > clock_timestamp() + interval '50 seconds' and attempts = 1 and last_error = 'no signal' from {s}.messages"));
        for (var i = 1; i < Message.MaxAttempts; i++)
        {
            await shop.Owner("update {s}.messages set due_at = clock_timestamp()");
            Assert.Equal(1, await shop.Post().SendDue(shop.Tenant.Id, default));
        }

        await shop.Owner("update {s}.messages set due_at = clock_timestamp()");
        Assert.Equal(0, await shop.Post().SendDue(shop.Tenant.Id, default));
        var row = Assert.Single((await shop.Run(Role.Agent, (ListMessages u) => u.Handle(new(MessageState.GivenUp), default))).Value.Rows);
        Assert.Equal(("+254••••••678", "no signal"), (row.Recipient, row.LastError));
    }

    [Fact]
    public async Task At_night_reminders_wait_and_receipts_do_not()
    {
        var carrier = new Carrier();
        var shop = await Shop.Open(also: services => services.AddSingleton<IMessageSender>(carrier));
        await using var portal = shop.Portal;
        await shop.Write(1, "reminder_today");
        await shop.Write(1, "receipt");
        portal.Time.Advance(TimeSpan.FromHours(10)); // 22:00 in Nairobi.

        await shop.Post().SendDue(shop.Tenant.Id, default);
        Assert.Equal("reminder_today", await shop.Read<string>("select string_agg(kind, ' ') from {s}.messages where sent_at is null"));

        portal.Time.Advance(TimeSpan.FromHours(10)); // 8:00.
        await shop.Post().SendDue(shop.Tenant.Id, default);
        Assert.Equal(2, carrier.Taken.Count);
    }

    [Fact]
    public async Task Messages_are_listed_newest_first_a_page_at_a_time()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        await shop.Write(7);

        var seen = new List<Guid>();
        ListMessages.Cursor? after = null;
        do
        {
            var page = (await shop.Run(Role.Agent, (ListMessages u) => u.Handle(new(After: after, Limit: 3), default))).Value;
            Assert.Equal(7, page.Count);
            seen.AddRange(page.Rows.Select(row => row.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(7, seen.Distinct().Count());
    }

    private static Task<string> Kinds(Shop shop) => shop.Read<string>("select coalesce(string_agg(kind, ' ' order by kind), '') from {s}.messages where kind <> 'receipt_deposit'");
}
