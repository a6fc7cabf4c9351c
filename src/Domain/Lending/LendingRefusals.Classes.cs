using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>About loans that go badly: classes, pauses, default, charge-off, the device's return.</content>
public static partial class LendingRefusals
{
    /// <summary>No classes, or too many.</summary>
    public static Refusal BucketsCount(int most) =>
        new("lending.buckets_count", $"Use 1 to {most} classes.", field: "buckets");

    /// <summary>Some number of days belongs to no class.</summary>
    public static Refusal BucketGap(int number, int expected) =>
        new("lending.bucket_gap", $"Class {number} must begin at {expected} days: the days before it belong to no class.", field: "buckets");

    /// <summary>Some number of days belongs to two classes.</summary>
    public static Refusal BucketOverlap(int number, int expected) =>
        new("lending.bucket_overlap", $"Class {number} must begin at {expected} days: the class before it reaches as far.", field: "buckets");

    /// <summary>The class ends before it begins.</summary>
    public static Refusal BucketEndsBeforeStart(int number) =>
        new("lending.bucket_ends_before_start", $"Class {number} ends before it begins.", field: "buckets");

    /// <summary>The last class has an end, or another has none.</summary>
    public static Refusal BucketLastOpen(int number) =>
        new("lending.bucket_last_open", $"Class {number}: the last class has no end, every other ends within 100 years.", field: "buckets");

    /// <summary>Not one of the stages.</summary>
    public static Refusal BucketStage(int number) =>
        new("lending.bucket_stage", $"Class {number} needs stage 1, 2 or 3.", field: "buckets");

    /// <summary>The rate is impossible.</summary>
    public static Refusal BucketRate(int number) =>
        new("lending.bucket_rate", $"Class {number} needs a rate from 0 to 100 percent with at most two decimals.", field: "buckets");

    /// <summary>No class of this name.</summary>
    public static Refusal BucketUnknown() =>
        new("lending.bucket_unknown", "There is no class of this name. It is written like 0, 1-30 or 91+.", field: "bucket");

    /// <summary>Nothing is owed any more.</summary>
    public static Refusal PaidOffAlready() =>
        new("lending.paid_off_already", "This loan is paid off.", RefusalKind.Conflict);

    /// <summary>The days of a pause are impossible.</summary>
    public static Refusal PauseDates(int most) =>
        new("lending.pause_dates", $"A pause begins on a day of the loan that has come and lasts from 1 to {most} days.", field: "until");

    /// <summary>Another pause covers some of these days.</summary>
    public static Refusal PauseOverlaps(DateOnly until) =>
        new("lending.pause_overlaps", $"Another pause lasts until {until:yyyy-MM-dd}; begin after it or end it first.", RefusalKind.Conflict, "from");

    /// <summary>Nothing to resume.</summary>
    public static Refusal NotPaused() =>
        new("lending.not_paused", "This loan is not paused.", RefusalKind.Conflict);

    /// <summary>It is in default already.</summary>
    public static Refusal DefaultedAlready() =>
        new("lending.defaulted_already", "This loan is in default already.", RefusalKind.Conflict);

    /// <summary>It is not in default.</summary>
    public static Refusal NotDefaulted() =>
        new("lending.not_defaulted", "This loan is not in default.", RefusalKind.Conflict);

    /// <summary>It is too late to be taken out of default.</summary>
    public static Refusal DefaultByDays(int after) =>
        new("lending.default_by_days", $"This loan is more than {after} days past due. It leaves default when what is late is paid.", RefusalKind.Conflict);

    /// <summary>It was given up already.</summary>
    public static Refusal ChargedOffAlready() =>
        new("lending.charged_off_already", "This loan is charged off already.", RefusalKind.Conflict);

    /// <summary>It was never given up.</summary>
    public static Refusal NotChargedOff() =>
        new("lending.not_charged_off", "This loan is not charged off.", RefusalKind.Conflict);

    /// <summary>The device came back before.</summary>
    public static Refusal ReturnedAlready() =>
        new("lending.returned_already", "This device's return is recorded already.", RefusalKind.Conflict);

    /// <summary>The device never came back.</summary>
    public static Refusal NotReturned() =>
        new("lending.not_returned", "This device's return is not recorded. Record it first.", RefusalKind.Conflict);

    /// <summary>The device's condition is not said.</summary>
    public static Refusal ConditionInvalid() =>
        new("lending.condition_invalid", "Describe the device's condition in 3 to 300 characters.", field: "condition");

    /// <summary>The device has a value already.</summary>
    public static Refusal ValuedAlready() =>
        new("lending.valued_already", "This device was valued already.", RefusalKind.Conflict);

    /// <summary>The device has no value yet.</summary>
    public static Refusal NotValued() =>
        new("lending.not_valued", "Value the device before it is sold.", RefusalKind.Conflict);

    /// <summary>The device was sold.</summary>
    public static Refusal SoldAlready() =>
        new("lending.sold_already", "This device was sold already.", RefusalKind.Conflict);

    /// <summary>A value or a price below zero or beyond what is counted.</summary>
    public static Refusal ValueInvalid() =>
        new("lending.value_invalid", "Give a value of zero or more, at most 1,000,000,000.", field: "value");
}
