namespace Paylatch.Application.Identity;

/// <summary>What a caller may do. Each use case names exactly one.</summary>
public enum Permission
{
    /// <summary>Anyone at all, signed in or not: sign-in itself and public pages.</summary>
    Anyone,

    /// <summary>The platform's own reactions, jobs and provisioning; never a person.</summary>
    System,

    /// <summary>A device agent acting for itself.</summary>
    ActAsDevice,

    /// <summary>A customer looking at and paying what they owe themselves.</summary>
    UseOwnAccount,

    /// <summary>Sell: register customers and devices, book loans, make enrolment codes.</summary>
    Sell,

    /// <summary>See devices, loans, customers and payments of the tenant.</summary>
    ViewPortfolio,

    /// <summary>Record cash received.</summary>
    RecordCash,

    /// <summary>Lock and unlock devices by hand, with a reason.</summary>
    ControlDevices,

    /// <summary>Settle unmatched money.</summary>
    SettleUnmatched,

    /// <summary>Decide about loans that go badly: pause, default, charge off, take devices back; with a reason.</summary>
    ClassifyLoans,

    /// <summary>Take payments back, with a reason.</summary>
    ReversePayments,

    /// <summary>Forgive penalties, with a reason.</summary>
    WaivePenalties,

    /// <summary>Give a customer's credit back, or use it for another loan.</summary>
    SpendCredit,

    /// <summary>Restructure loans, within what one person may decide alone.</summary>
    Restructure,

    /// <summary>Be the second person who decides on a restructuring.</summary>
    ApproveRestructure,

    /// <summary>See a customer's national id unmasked, with a reason that is logged.</summary>
    RevealPersonalData,

    /// <summary>Change the tenant's settings, branding, staff and keys.</summary>
    ManageTenant,

    /// <summary>Move a sandbox tenant's clock forward.</summary>
    MoveClock,

    /// <summary>Read and export the tenant's audit log.</summary>
    ReadAudit,

    /// <summary>See the books: accounts, journal, balances, proofs.</summary>
    ViewBooks,

    /// <summary>Write exchange rates down, by hand or from a program.</summary>
    RecordRates,

    /// <summary>Record what card providers paid out to the bank, by hand or from a program.</summary>
    RecordPayouts,

    /// <summary>Keep the books: open and close accounts, write journals, close periods.</summary>
    KeepBooks,

    /// <summary>See merchants of the caller's own region, in sums.</summary>
    ViewRegion,

    /// <summary>Create tenants and see all of them.</summary>
    ManagePlatform,
}
