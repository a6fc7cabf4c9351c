using Paylatch.Application.Identity;

namespace Paylatch.Architecture.Tests;

/// <summary>
/// Who may run what, by permission. A use case that is new or moves to another permission is written here as well, so that a
/// wrong word on it does not pass unseen.
/// </summary>
internal static class Allowed
{
    public static readonly IReadOnlyDictionary<Permission, string> Table = new Dictionary<Permission, string>
    {
        [Permission.ActAsDevice] = "FetchOrders NoteHeartbeat ReportResult",
        [Permission.Anyone] =
            "ChangeOwnPassword CheckApiKey CheckSession EnrolDevice FindApiKey OpenSession ReadLogo RequestSignInCode " +
            "SignInWithCode SignInWithPassword TellTime",
        [Permission.ControlDevices] = "LockDevice UnlockDevice",
        [Permission.KeepBooks] =
            "CloseAccount ClosePeriod GuardAccount OpenAccount PostJournal PostPending ReopenPeriod ReverseJournal VoidPending",
        [Permission.ManagePlatform] =
            "CreatePlatformStaff ListTenants NoteFirstAdminReset RegisterTenant RepeatDelivery ResetFirstAdmin " +
            "ShowDeliveries ShowTenant",
        [Permission.ManageTenant] =
            "ConnectProvider CreateApiKey CreateStaff DisableStaff ListApiKeys ListStaff RetryDayClose RevokeApiKey SetDayCloseHour SetPassword " +
            "ShowBranding ShowProvider StartDayClose UpdateBranding",
        [Permission.MoveClock] = "MoveClock",
        [Permission.ReadAudit] = "ExportLog ProveLog SearchLog ShowEvent VerifyLog",
        [Permission.RecordCash] = "QuoteCash RecordCash",
        [Permission.RevealPersonalData] = "RevealNationalId",
        [Permission.Sell] =
            "BookLoan CreateEnrolmentCode FindCustomer PreviewSchedule RegisterCustomer RegisterDevice SeeEnrolment " +
            "StartSale",
        [Permission.SettleUnmatched] = "SettleUnmatched",
        [Permission.System] =
            "ActivateTenant AssignDevice AttachProvider BelieveLapsedLeases ClaimMessages ClaimUnheardIntent " +
            "ClaimUnheardIntents CloseDay CloseDayWhenAsked CloseDayWhenClockMoved EnsurePlatformStaff FailIntent FinishDayClose ForgetOldHeartbeats FreeWhatIsPaid " +
            "ListDueDeliveries ListSetAside ListUnfinishedTenants LockWhenGraceEnded MoveLeaseWhenLockDateMoves NoteFailedAgain NoteMessageSent " +
            "OpenCustomerAccount OpenDayClose PostponeDelivery ProveBooks PublishBranding ReadProviderAccount ReceiveProviderEvent RecordBranding " +
            "RecordDepositWhenLoanIsBooked ReleaseWhenLoanIsPaidOff RemindCustomer RunDelivery SealLog SeedTenant " +
            "SendReceipt SetLoanAside TakeLoanUpAgain TellDeviceState UnlockWhenLoanIsCurrent VoidExpired",
        [Permission.UseOwnAccount] = "MyAccount MyCardPayment MyLoan MyPayments ShowOwnReceipt StartCardPayment",
        [Permission.ViewBooks] = "ListAccounts ListJournal ListProofs ProveBooksNow ShowStatement ShowTransfer ShowTrialBalance",
        [Permission.ViewPortfolio] =
            "CountDevices ExportDevices ExportLoans ExportPayments GetDeviceRows ListDayCloses ListDevices ListLoans " +
            "ListMessages ListPayments ListUnmatched LoanTimeline MerchantToday PreviewLoan ReadClock SearchEverything ShowDayClose ShowDevice " +
            "ShowLoan ShowReceipt",
        [Permission.ViewRegion] = "ListRegionMerchants SummarizePortfolio",
    };
}
