using System.Collections.Frozen;

namespace Paylatch.Application.Identity;

/// <summary>Who somebody is. A role is a fixed set of permissions.</summary>
public enum Role
{
    /// <summary>Not signed in.</summary>
    Visitor,

    /// <summary>A customer of a tenant.</summary>
    Customer,

    /// <summary>Merchant staff who sell and collect.</summary>
    Agent,

    /// <summary>Merchant staff who also decide and manage.</summary>
    MerchantAdmin,

    /// <summary>Platform staff for one region.</summary>
    RegionalAdmin,

    /// <summary>Platform staff for everything.</summary>
    SuperAdmin,

    /// <summary>An integrator's API key of a tenant.</summary>
    ApiKey,

    /// <summary>A device agent.</summary>
    Device,

    /// <summary>The platform itself: reactions, jobs.</summary>
    System,
}

/// <summary>Which permissions each role has. This table is the whole of role-based access.</summary>
public static class Roles
{
    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> Table = new Dictionary<Role, Permission[]>
    {
        [Role.Visitor] = [],
        [Role.Customer] = [Permission.UseOwnAccount],
        [Role.Agent] = [Permission.Sell, Permission.ViewPortfolio, Permission.RecordCash],
        [Role.MerchantAdmin] =
        [
            Permission.Sell, Permission.ViewPortfolio, Permission.RecordCash, Permission.ControlDevices,
            Permission.SettleUnmatched, Permission.RevealPersonalData, Permission.ManageTenant, Permission.MoveClock,
            Permission.ReadAudit, Permission.ViewBooks, Permission.KeepBooks, Permission.ClassifyLoans,
            Permission.ReversePayments, Permission.WaivePenalties, Permission.SpendCredit, Permission.Restructure,
            Permission.ApproveRestructure, Permission.RecordRates, Permission.RecordPayouts,
        ],
        [Role.RegionalAdmin] = [Permission.ViewRegion],
        [Role.SuperAdmin] = [Permission.ViewRegion, Permission.ManagePlatform, Permission.ReadAudit],
        [Role.ApiKey] =
        [
            Permission.Sell, Permission.ViewPortfolio, Permission.RecordCash, Permission.ViewBooks,
            Permission.ClassifyLoans, Permission.ReversePayments, Permission.WaivePenalties, Permission.SpendCredit,
            Permission.Restructure, Permission.RecordRates, Permission.RecordPayouts,
        ],
        [Role.Device] = [Permission.ActAsDevice],
        [Role.System] = [Permission.System],
    }.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet());

    /// <summary>True when the role has the permission; <see cref="Permission.Anyone"/> always.</summary>
    public static bool Has(this Role role, Permission permission) =>
        permission == Permission.Anyone || Table[role].Contains(permission);
}
