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
        [Permission.ApproveRestructure] = "ApproveRestructure DeclineRestructure",
        [Permission.ClassifyLoans] =
            "ChargeOffLoan DefaultLoan LiftDefault PauseLoan RecordReturn ResumeLoan SellReturned ValueReturn " +
            "WriteBackLoan",
        [Permission.ControlDevices] = "LockDevice UnlockDevice",
        [Permission.KeepBooks] =
            "CloseAccount ClosePeriod ExchangeMoney GuardAccount OpenAccount PostJournal PostPending ReopenPeriod " +
            "RevaluePositions ReverseJournal VoidPending",
        [Permission.ManagePlatform] =
            "CreatePlatformStaff ListTenants NoteFirstAdminReset RegisterTenant RepeatDelivery ResetFirstAdmin " +
            "ShowDeliveries ShowTenant",
        [Permission.ManageTenant] =
            "ArchiveProduct ChangeProduct ChooseBuckets ConnectProvider CreateApiKey CreateProduct CreateStaff " +
            "DisableStaff EnterLimits ListApiKeys ListStaff PreviewProduct RetryDayClose RevokeApiKey SetDayCloseHour " +
            "SetPassword SetRestructureLimits ShowBranding ShowLimits ShowProvider StartDayClose UpdateBranding",
        [Permission.MoveClock] = "MoveClock",
        [Permission.ReadAudit] = "ExportLog ProveLog SearchLog ShowEvent VerifyLog",
        [Permission.RecordCash] = "PayPayoffQuote QuoteCash RecordCash",
        [Permission.RecordPayouts] = "RecordPayout",
        [Permission.RecordRates] = "RecordRates",
        [Permission.Restructure] = "PreviewRestructure RestructureLoan UndoRestructure",
        [Permission.RevealPersonalData] = "RevealNationalId",
        [Permission.ReversePayments] = "QuoteReversal ReversePayment",
        [Permission.Sell] =
            "BookLoan CancelDisbursement CreateEnrolmentCode FindCustomer GiveDisbursement PreviewSchedule RegisterCustomer " +
            "RegisterDevice SeeEnrolment StartSale",
        [Permission.SettleUnmatched] = "QuoteSettlement SettleUnmatched",
        [Permission.SpendCredit] = "QuoteCredit RefundCredit UseCredit",
        [Permission.System] =
            "ActivateTenant AssignDevice AttachProvider BelieveLapsedLeases ClaimMessages ClaimUnheardIntent " +
            "ClaimUnheardIntents CloseDay CloseDayWhenAsked CloseDayWhenClockMoved CountPortfolioDays EnsurePlatformStaff " +
            "FailIntent FinishDayClose ForgetOldHeartbeats FreeWhatIsPaid ListDueDeliveries ListSetAside " +
            "ListUnfinishedTenants LockWhenGraceEnded MoveLeaseWhenLockDateMoves NoteFailedAgain NoteMessageSent " +
            "OpenCustomerAccount OpenDayClose PostponeDelivery ProveBooks PublishBranding ReadProviderAccount " +
            "ReceiveProviderEvent RecordBranding RecordDepositWhenLoanIsBooked ReleaseWhenLoanIsPaidOff RemindCustomer " +
            "RunDelivery SealLog SeedTenant SendReceipt SetLoanAside SettleReturnedDevice TakeLoanUpAgain TellDeviceState " +
            "TellReversal " +
            "UnlockWhenLoanIsCurrent VoidExpired",
        [Permission.UseOwnAccount] =
            "ListOwnPayoffQuotes MyAccount MyCardPayment MyLoan MyPayments QuoteOwnPayoff ShowOwnReceipt StartCardPayment",
        [Permission.ViewBooks] =
            "ExportPayouts FindRate ListAccounts ListJournal ListPayouts ListProofs ListRates ProveBooksNow ShowCardMoney " +
            "ShowPositions ShowStatement ShowTransfer ShowTrialBalance",
        [Permission.ViewPortfolio] =
            "CountDevices ExportDevices ExportLoans ExportPayments ExportReturns GetDeviceRows ListDayCloses ListDevices ListLoans " +
            "ListMessages ListPayments ListPayoffQuotes ListProducts ListRestructureRequests ListReturns ListUnmatched " +
            "LoanTimeline MerchantToday PreviewLoan QuotePayoff ReadClock SearchEverything ShowBuckets ShowDayClose " +
            "ShowDevice ShowLoan ShowLoanClass ShowPortfolio ShowProduct ShowReceipt ShowRestructureLimits TryHoliday TryPayment",
        [Permission.ViewRegion] = "ListRegionMerchants SummarizePortfolio",
        [Permission.WaivePenalties] = "WaivePenalties",
    };
}
