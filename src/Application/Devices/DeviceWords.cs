using System.Globalization;
using System.Resources;
using Microsoft.EntityFrameworkCore;
using Paylatch.Application.Tenancy;
using Paylatch.Domain.Devices;
using Paylatch.Domain.Shared;

namespace Paylatch.Application.Devices;

/// <summary>What the customer reads on the device, in the customer's language: DeviceWords.resx and its translations beside this file.</summary>
internal static class DeviceWords
{
    private static readonly ResourceManager Texts = new(typeof(DeviceWords).FullName!, typeof(DeviceWords).Assembly);

    /// <summary>On a locked device: what is owed, or whom to ask.</summary>
    public static async Task<string> Locked(IDevicesDb db, Device device, TenantInfo tenant, DateOnly today, CancellationToken ct)
    {
        var culture = await CultureOf(db, device, tenant, ct);
        var owed = device.LoanId is null
            ? []
            : await (from l in db.Loans
                     from i in l.Installments
                     where l.Id == device.LoanId && i.DueOn < today
                     select new { Minor = i.TotalMinor - i.PaidMinor, l.Currency }).ToListAsync(ct);
        var late = owed.Sum(o => o.Minor);
        return late > 0
            ? Say(culture, "LockedForArrears", Amount(new Money(late, owed[0].Currency)), tenant.Name)
            : Say(culture, "LockedByMerchant", tenant.Name);
    }

    /// <summary>On a device that is open again.</summary>
    public static async Task<string> Unlocked(IDevicesDb db, Device device, TenantInfo tenant, CancellationToken ct) =>
        Say(await CultureOf(db, device, tenant, ct), "Unlocked");

    /// <summary>On a device that is paid off.</summary>
    public static async Task<string> Released(IDevicesDb db, Device device, TenantInfo tenant, CancellationToken ct) =>
        Say(await CultureOf(db, device, tenant, ct), "Released");

    private static async Task<CultureInfo> CultureOf(IDevicesDb db, Device device, TenantInfo tenant, CancellationToken ct)
    {
        var own = device.CustomerId is null
            ? null
            : await db.Customers.Where(c => c.Id == device.CustomerId).Select(c => c.Culture).SingleOrDefaultAsync(ct);
        try
        {
            return CultureInfo.GetCultureInfo(own ?? tenant.Culture);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private static string Say(CultureInfo culture, string key, params object[] values) =>
        string.Format(culture, Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key), values);

    // Latin digits in every language, as on bills; whole amounts without minor digits.
    private static string Amount(Money money) =>
        money.Currency.Code + " " + money.Amount.ToString(money.Minor % money.Currency.MinorPerMajor == 0 ? "N0" : "N" + money.Currency.Decimals, CultureInfo.InvariantCulture);
}
