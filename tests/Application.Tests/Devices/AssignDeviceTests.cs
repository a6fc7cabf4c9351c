using Paylatch.Application.Devices;
using Paylatch.Application.Identity;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Tests.Devices;

public sealed class AssignDeviceTests
{
    [Fact]
    public async Task A_device_set_free_before_its_booking_was_drawn_is_left_alone_and_nothing_is_given_up()
    {
        var shop = await Shop.Open();
        await using var portal = shop.Portal;
        var device = await shop.NewDevice("released");
        var price = new Money(300_000, Currency.Of("KES"));
        var booked = new LoanBooked(
            new LoanId(Guid.CreateVersion7()), device, new CustomerId(Guid.CreateVersion7()), "PL-000001", price, price, 3, new DateOnly(2026, 4, 2), 1);

        var drawn = await shop.Run(Role.System, (AssignDevice u) => u.Handle(booked, default));

        Assert.True(drawn.Done);
        Assert.Equal(0L, await shop.Read<long>("select count(*) from {s}.devices where loan_id is not null"));
    }
}
