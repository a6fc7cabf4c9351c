using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Identity;
using Paylatch.Application.Shared;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Lending;

/// <summary>Takes a customer on. A person known already is refused by name of the field; <see cref="FindCustomer"/> finds them.</summary>
[Allow(Permission.Sell)]
public sealed class RegisterCustomer(
    ILendingDb db, IBookingDb booking, IPersonalData personal, TenantInfo tenant, TenantClock clock)
{
    /// <summary>Who.</summary>
    /// <param name="Name">The full name.</param>
    /// <param name="Phone">The phone number as people write it.</param>
    /// <param name="NationalId">The national id as printed.</param>
    /// <param name="Culture">The language the customer reads; null for the tenant's own.</param>
    public sealed record Command(string? Name, string? Phone, string? NationalId, string? Culture = null);

    /// <summary>Takes the customer on.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.name_invalid</c>, <c>lending.phone_invalid</c>, <c>lending.national_id_invalid</c>,
    /// <c>lending.phone_taken</c>, <c>lending.national_id_taken</c>, <c>lending.culture_invalid</c>
    /// </exception>
    public async Task<CustomerRow> Handle(Command c, CancellationToken ct)
    {
        var phone = Phone.Parse(c.Phone, CallingCodes.Of(tenant));
        var nationalId = personal.Seal(c.NationalId);
        var customer = Customer.Register(new CustomerId(clock.NewId()), c.Name, phone, nationalId, c.Culture, clock.Now);

        await booking.TakeTurnToRegister(ct);
        if (await db.Customers.AnyAsync(known => known.NationalIdIndex == customer.NationalIdIndex, ct)) throw LendingRefusals.NationalIdTaken();
        if (await db.Customers.AnyAsync(known => known.Phone == customer.Phone, ct)) throw LendingRefusals.PhoneTaken();
        db.Customers.Add(customer);
        return new CustomerRow(customer.Id, customer.Name, customer.PhoneMasked, customer.NationalIdMasked, 0);
    }
}
