using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>Every "no" of lending.</summary>
public static partial class LendingRefusals
{
    /// <summary>The price is nothing or less.</summary>
    public static Refusal PriceNotPositive() =>
        new("lending.price_not_positive", "The price must be more than zero.", field: "price");

    /// <summary>The price is beyond what is counted.</summary>
    public static Refusal PriceTooHigh(decimal most) =>
        new("lending.price_too_high", $"The price must be at most {most:F0}.", field: "price");

    /// <summary>The deposit is in another currency than the price.</summary>
    public static Refusal DepositInOtherCurrency(Currency expected) =>
        new("lending.deposit_currency", $"The deposit must be in {expected}, like the price.", field: "deposit");

    /// <summary>The deposit is negative.</summary>
    public static Refusal DepositNegative() =>
        new("lending.deposit_negative", "The deposit cannot be negative; use 0 for none.", field: "deposit");

    /// <summary>Nothing would be left to lend.</summary>
    public static Refusal DepositNotBelowPrice(Money price) =>
        new("lending.deposit_not_below_price", $"The deposit must be less than the price of {price}.", field: "deposit");

    /// <summary>Not one of the methods.</summary>
    public static Refusal MethodUnknown() =>
        new("lending.interest_method_unknown", "Choose no interest, flat or declining interest.", field: "interestMethod");

    /// <summary>The rate is negative or too high.</summary>
    public static Refusal RateOutOfRange(decimal most) =>
        new("lending.rate_out_of_range", $"The yearly rate must be from 0 to {most} percent.", field: "annualRatePercent");

    /// <summary>The rate has more digits than are kept.</summary>
    public static Refusal RateTooFine() =>
        new("lending.rate_too_fine", "The yearly rate may have at most six decimals.", field: "annualRatePercent");

    /// <summary>A rate was given with no interest.</summary>
    public static Refusal RateWithoutInterest() =>
        new("lending.rate_without_interest", "A plan without interest has a rate of 0. Choose flat or declining interest to charge a rate.", field: "annualRatePercent");

    /// <summary>Too few or too many installments.</summary>
    public static Refusal InstallmentsOutOfRange(int most) =>
        new("lending.installments_out_of_range", $"The number of installments must be from 1 to {most}.", field: "installments");

    /// <summary>Installments would be less than the smallest unit of money.</summary>
    public static Refusal TooManyInstallments(Money principal) =>
        new("lending.installments_too_small", $"{principal} cannot be split into so many installments; use fewer.", field: "installments");

    /// <summary>Not one of the units.</summary>
    public static Refusal UnitUnknown() =>
        new("lending.repay_unit_unknown", "Choose days, weeks, months or years.", field: "repayUnit");

    /// <summary>The cadence is out of range.</summary>
    public static Refusal CadenceOutOfRange(int most, RepayUnit unit) =>
        new("lending.repay_every_out_of_range", $"Installments must repeat every 1 to {most} {unit.ToString().ToLowerInvariant()}.", field: "repayEvery");

    /// <summary>The grace is out of range.</summary>
    public static Refusal GraceOutOfRange(int most) =>
        new("lending.grace_out_of_range", $"Days of grace must be from 0 to {most}.", field: "graceDays");

    /// <summary>The start is not a sensible date.</summary>
    public static Refusal DisbursedOnOutOfRange() =>
        new("lending.disbursed_on_out_of_range", "The start of the loan must be a date between 2000 and 2200.", field: "disbursementDate");

    /// <summary>The first due date is before the start or too late.</summary>
    public static Refusal FirstDueOutOfRange(DateOnly disbursedOn) =>
        new("lending.first_due_out_of_range", $"The first due date must be after {disbursedOn:yyyy-MM-dd} and within a year.", field: "firstDueDate");

    /// <summary>The last installment lies too far away.</summary>
    public static Refusal TermTooLong(int years) =>
        new("lending.term_too_long", $"The last installment must be due within {years} years; use fewer installments or a shorter interval.", field: "installments");

    /// <summary>Rounding to the minor unit would leave a last installment out of proportion.</summary>
    public static Refusal PlanUneven(string field) =>
        new("lending.plan_uneven", "The installments would be so small or so coarse that rounding them distorts the last one. Use fewer installments, a lower rate or a smaller multiple.", field: field);

    /// <summary>A term that this kind of plan cannot do without is missing.</summary>
    public static Refusal TermNeeded(string field) =>
        new("lending.term_needed", $"This plan needs {field}.", field: field);

    /// <summary>A term has a value it cannot have here.</summary>
    public static Refusal TermNotAllowed(string field, string why) =>
        new("lending.term_not_allowed", $"{field} cannot be so. {why}", field: field);

    /// <summary>A number is outside of what is reckoned with.</summary>
    public static Refusal TermOutOfRange(string field, decimal least, decimal most) =>
        new("lending.term_out_of_range", $"{field} must be from {least:0.##} to {most:0.##}.", field: field);

    /// <summary>Dates that cannot be, or not in this order.</summary>
    public static Refusal DatesInvalid(string field, string why) =>
        new("lending.dates_invalid", why, field: field);

    /// <summary>The installment does not even cover interest.</summary>
    public static Refusal NeverPaidOff() =>
        new("lending.never_paid_off", "Installments of this amount would never pay the loan off. Ask for more.", field: "installmentAmount");

    /// <summary>Two installments would be due on one day.</summary>
    public static Refusal DueDatesCollide() =>
        new("lending.due_dates_collide", "Two installments would be due on the same day. Keep dates on non-working days, or repay less often.", field: "nonWorkingDays");

    /// <summary>A payment of nothing or less.</summary>
    public static Refusal PaymentNotPositive() =>
        new("lending.payment_not_positive", "A payment must be more than zero.", field: "amount");

    /// <summary>The day of a payment is to come.</summary>
    public static Refusal PaidInFuture() =>
        new("lending.paid_in_future", "A payment cannot count from a day that is to come.", field: "paidOn");

    /// <summary>The day of a payment is before the loan began.</summary>
    public static Refusal PaidBeforeBooking(DateOnly began) =>
        new("lending.paid_before_booking", $"A payment cannot count from before the loan began on {began:yyyy-MM-dd}.", field: "paidOn");

    /// <summary>A payment is tried on a day that is past or too far away.</summary>
    public static Refusal TryDay(DateOnly today, int years) =>
        new("lending.try_day", $"Choose a day from {today:yyyy-MM-dd} on, within {years} years.", field: "on");

    /// <summary>The payment is not one of this loan's.</summary>
    public static Refusal PaymentNotOfLoan() =>
        new("lending.payment_not_of_loan", "This payment was not given to this loan; a deposit is part of the sale and cannot be taken back here.", RefusalKind.Conflict);

    /// <summary>Credit that came of a payment is gone already.</summary>
    public static Refusal CreditSpent(Money missing) =>
        new("lending.credit_spent", $"{missing} of this payment became credit and was given back or used already. Take that back first.", RefusalKind.Conflict);

    /// <summary>More credit is wanted than there is.</summary>
    public static Refusal CreditTooSmall(Money credit) =>
        new("lending.credit_too_small", $"Take more than zero and at most the credit of {credit}.", field: "amount");

    /// <summary>More is to be forgiven than is owed.</summary>
    public static Refusal WaiverAmount(Money owed) =>
        new("lending.waiver_amount", $"Forgive more than zero and at most the penalties owed, {owed}.", field: "amount");

    /// <summary>A decision about money needs a reason.</summary>
    public static Refusal ReasonNeeded() =>
        new("lending.reason_needed", "Say why, in 3 to 500 characters; it is kept in the log.", field: "reason");

    /// <summary>The words of a reason that was given.</summary>
    /// <exception cref="Refusal"><c>lending.reason_needed</c></exception>
    public static string Reason(string? given) => given?.Trim() is { Length: >= 3 and <= 500 } reason ? reason : throw ReasonNeeded();

    /// <summary>The order of buckets is not one.</summary>
    public static Refusal AllocationOrderInvalid() =>
        new("lending.allocation_order_invalid", "Name each of the twelve buckets of a payment once.", field: "allocationOrder");

    /// <summary>A choice of a policy that does not exist.</summary>
    public static Refusal PolicyChoiceUnknown(string field) =>
        new("lending.policy_choice_unknown", $"This is no choice for {field}.", field: field);

    /// <summary>A number of the penalty policy is impossible.</summary>
    public static Refusal PenaltyInvalid(string field) =>
        new("lending.penalty_invalid", $"{field} does not fit the kind of penalty or is out of range.", field: field);

    /// <summary>The name is missing or too long.</summary>
    public static Refusal NameInvalid() =>
        new("lending.name_invalid", "Give the customer's full name, 2 to 120 characters.", field: "name");

    /// <summary>The phone number is not one.</summary>
    public static Refusal PhoneInvalid() =>
        new("lending.phone_invalid", "Give the phone number with its country code, such as +254712345678.", field: "phone");

    /// <summary>Another customer has this phone number.</summary>
    public static Refusal PhoneTaken() =>
        new("lending.phone_taken", "Another customer has this phone number.", RefusalKind.Conflict, "phone");

    /// <summary>The national id is not one.</summary>
    public static Refusal NationalIdInvalid() =>
        new("lending.national_id_invalid", "Give the national id as printed: 4 to 32 letters and digits.", field: "nationalId");

    /// <summary>Another customer has this national id.</summary>
    public static Refusal NationalIdTaken() =>
        new("lending.national_id_taken", "Another customer has this national id.", RefusalKind.Conflict, "nationalId");

    /// <summary>The language tag is not one.</summary>
    public static Refusal CultureInvalid() =>
        new("lending.culture_invalid", "Give the language as a tag such as en, sw or ar.", field: "culture");

    /// <summary>The device already secures a loan that is not paid off.</summary>
    public static Refusal DeviceHasLoan() =>
        new("lending.device_has_loan", "This device already secures a loan that is not paid off.", RefusalKind.Conflict, "device");

    /// <summary>No such customer here.</summary>
    public static Refusal CustomerNotFound() =>
        new("lending.customer_not_found", "There is no such customer.", RefusalKind.NotFound);

    /// <summary>No such loan here.</summary>
    public static Refusal LoanNotFound() =>
        new("lending.loan_not_found", "There is no such loan.", RefusalKind.NotFound);

    /// <summary>No such device here.</summary>
    public static Refusal DeviceNotFound() =>
        new("lending.device_not_found", "There is no such device. Enter the device first.", RefusalKind.NotFound, "device");

    /// <summary>The device was released for good.</summary>
    public static Refusal DeviceReleased() =>
        new("lending.device_released", "This device was paid off and released for good; it can secure no further loan.", RefusalKind.Conflict, "device");

    /// <summary>A booking without a key, or with one that is too long.</summary>
    public static Refusal BookingKeyInvalid() =>
        new("lending.booking_key_invalid", "Give each booking a key of its own, 8 to 100 characters, and repeat it only to repeat the same booking.", field: "key");

    /// <summary>The key belongs to another booking.</summary>
    public static Refusal BookingKeyReused() =>
        new("lending.booking_key_reused", "This key was used for another booking. Make a new one for a new booking.", RefusalKind.Conflict, "key");

    /// <summary>Looking at a national id needs a reason.</summary>
    public static Refusal RevealReasonInvalid() =>
        new("lending.reveal_reason_invalid", "Say why you need the national id, in 3 to 300 characters; it is kept in the log.", field: "reason");

    /// <summary>Nothing to search for.</summary>
    public static Refusal SearchTooShort() =>
        new("lending.search_too_short", "Type at least two characters.", field: "text");

    /// <summary>No such hour of the day.</summary>
    public static Refusal CloseHourInvalid() =>
        new("lending.close_hour_invalid", "Choose an hour from 0 to 23.", field: "hour");

    /// <summary>The loan is not set aside, or has caught up meanwhile.</summary>
    public static Refusal NotSetAside() =>
        new("lending.not_set_aside", "This loan has caught up meanwhile; there is nothing to try again.", RefusalKind.Conflict);
}
