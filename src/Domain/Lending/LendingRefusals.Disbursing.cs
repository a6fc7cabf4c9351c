using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>About handing out what was agreed.</content>
public static partial class LendingRefusals
{
    /// <summary>Nothing, or less.</summary>
    public static Refusal DisbursementNotPositive() =>
        new("lending.disbursement_not_positive", "Hand out more than zero.", field: "amount");

    /// <summary>The loan is closed.</summary>
    public static Refusal DisbursementLoanClosed() =>
        new("lending.disbursement_loan_closed", "This loan is paid off and closed. Nothing more of it is handed out.", RefusalKind.Conflict);

    /// <summary>The device is no longer the customer's.</summary>
    public static Refusal DisbursementDeviceBack() =>
        new("lending.disbursement_device_back", "The device of this loan came back. Nothing more of it is handed out.", RefusalKind.Conflict);

    /// <summary>Everything agreed was given or cancelled.</summary>
    public static Refusal DisbursementNone() =>
        new("lending.disbursement_none", "Nothing of this loan is still to be handed out.", RefusalKind.Conflict);

    /// <summary>Another one comes first.</summary>
    public static Refusal DisbursementNotNext(int next) =>
        new("lending.disbursement_not_next", $"Disbursement {next} comes next. Hand it out or cancel it first.", RefusalKind.Conflict, "number");

    /// <summary>It was given or cancelled, or there is none of this number.</summary>
    public static Refusal DisbursementNotAwaited() =>
        new("lending.disbursement_not_awaited", "This disbursement is not waiting to be handed out.", RefusalKind.Conflict, "number");

    /// <summary>More than was agreed.</summary>
    public static Refusal DisbursementTooMuch(Money agreed) =>
        new("lending.disbursement_too_much", $"At most {agreed} was agreed.", field: "amount");

    /// <summary>Before the loan was booked, or before the disbursement before it.</summary>
    public static Refusal DisbursementTooEarly(DateOnly since) =>
        new("lending.disbursement_too_early", $"The day cannot be before {since:yyyy-MM-dd}, when what came before it was handed out.", field: "on");

    /// <summary>The day has not come.</summary>
    public static Refusal DisbursementInFuture() =>
        new("lending.disbursement_in_future", "Confirm it when it is handed out: the day cannot be in the future.", field: "on");

    /// <summary>The key is too short or too long.</summary>
    public static Refusal DisbursementKeyInvalid() =>
        new("lending.disbursement_key_invalid", "The key has 1 to 100 characters.", field: "key");

    /// <summary>The key was used for something else.</summary>
    public static Refusal DisbursementKeyReused() =>
        new("lending.disbursement_key_reused", "This key was used for something else. Use a new one for each request.", RefusalKind.Conflict, "key");

    /// <summary>The product has one disbursement only.</summary>
    public static Refusal FurtherNotOfProduct() =>
        new("lending.further_not_of_product", "This product is handed out at once. Choose another one, or leave the further disbursements out.", field: "disbursements");
}
