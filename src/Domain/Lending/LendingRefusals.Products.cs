using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>About products and the portfolio.</content>
public static partial class LendingRefusals
{
    /// <summary>The product's name is missing or too long.</summary>
    public static Refusal ProductNameInvalid() =>
        new("lending.product_name_invalid", "Give the product a name of 2 to 60 characters.", field: "name");

    /// <summary>The product's description is too long.</summary>
    public static Refusal ProductDescriptionTooLong() =>
        new("lending.product_description_too_long", "Describe the product in at most 200 characters.", field: "description");

    /// <summary>No such product here.</summary>
    public static Refusal ProductNotFound() =>
        new("lending.product_not_found", "There is no such product.", RefusalKind.NotFound);

    /// <summary>The product is sold no more.</summary>
    public static Refusal ProductArchived() =>
        new("lending.product_archived", "This product is archived and sold no more. Put it back on sale, or choose another.", RefusalKind.Conflict, "product");

    /// <summary>Somebody else changed the product since it was looked at.</summary>
    public static Refusal ProductChangedMeanwhile() =>
        new("lending.product_changed_meanwhile", "The product was changed since you opened it. Look at it again before you go on.", RefusalKind.Conflict, "product");

    /// <summary>A range that does not hold the product's own value.</summary>
    public static Refusal ProductRangeInvalid(string field) =>
        new("lending.product_range_invalid", $"{field} must leave room for the product's own value.", field: field);

    /// <summary>Less is paid at the counter than the product asks for.</summary>
    public static Refusal DepositBelowProduct(Money least) =>
        new("lending.deposit_below_product", $"This product asks for a deposit of at least {least}.", field: "deposit");

    /// <summary>The number of installments is not among those of the product.</summary>
    public static Refusal InstallmentsNotOfProduct(int least, int most) =>
        new("lending.installments_not_of_product", $"This product allows {least} to {most} installments.", field: "installments");

    /// <summary>The rate is not among those of the product.</summary>
    public static Refusal RateNotOfProduct(decimal least, decimal most) =>
        new("lending.rate_not_of_product", $"This product allows {least:0.######} to {most:0.######} percent a year.", field: "annualRatePercent");

    /// <summary>The dates of the portfolio do not make a period.</summary>
    public static Refusal PeriodInvalid(int mostMonths) =>
        new("lending.period_invalid", $"The period must begin before it ends and be no longer than {mostMonths} months.", field: "from");

    /// <summary>No device of this kind was ever entered.</summary>
    public static Refusal DeviceKindUnknown(string kind) =>
        new("lending.device_kind_unknown", $"There are no devices of the kind '{kind}'.", field: "kind");
}
