using Paylatch.Domain.Devices;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Payments;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Tests.Shared;

/// <summary>Ordinary things to begin a test with. Ids are counted up, so that a failure reads the same every time.</summary>
internal static class Some
{
    private static int _ids;

    public static Currency Kes { get; } = Currency.Of("KES");

    public static DateTimeOffset Noon { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static DateOnly Day { get; } = new(2026, 1, 31);

    public static Guid Guid() => new(Interlocked.Increment(ref _ids), 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static OrderId Order() => new(Guid());

    public static PaymentId Payment() => new(Guid());

    public static Money Kenyan(decimal major) => Money.Round(major, Kes, MidpointRounding.ToEven);

    /// <summary>1,200 over 12 months without interest, three days of grace, from 31 January.</summary>
    public static LoanTerms Terms(
        decimal price = 1200, decimal deposit = 0, int installments = 12, int every = 1, RepayUnit unit = RepayUnit.Months,
        InterestMethod method = InterestMethod.None, decimal rate = 0, int grace = 3, DateOnly? from = null, DateOnly? first = null) =>
        new(Kenyan(price), Kenyan(deposit), installments, every, unit, method, rate, grace, from ?? Day, first);

    public static Loan Loan(LoanTerms? terms = null)
    {
        var loan = Domain.Lending.Loan.Book(
            new LoanId(Guid()), "LN-00001", new CustomerId(Guid()), new DeviceId(Guid()), terms ?? Terms(), Noon);
        loan.ClearEvents();
        return loan;
    }

    public static Receipt Receipt() => new("R-00001", Noon, "agent");

    /// <summary>A phone that waits for its agent.</summary>
    public static Device Phone()
    {
        var device = Device.Register(new DeviceId(Guid()), DeviceKind.Phone, "Pixel 9", Imei.Parse("490154203237518"), null, Noon);
        device.Pledge(new CustomerId(Guid()), new LoanId(Guid()));
        device.ClearEvents();
        return device;
    }

    /// <summary>A phone whose agent has enrolled.</summary>
    public static Device Enrolled()
    {
        var device = Phone();
        device.Enrol(new EnrolmentClaim(DeviceKind.Phone, "490154203237518", null), "{}", Noon);
        device.ClearEvents();
        return device;
    }
}
