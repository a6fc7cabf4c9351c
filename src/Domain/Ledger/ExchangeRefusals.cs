using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>Every "no" of rates and of money in other currencies.</summary>
public static class ExchangeRefusals
{
    /// <summary>Nothing, less than nothing, too much or too exact.</summary>
    public static Refusal RateInvalid() =>
        new("ledger.rate_invalid", $"A rate is a number above zero with at most {ExchangeRate.Decimals} decimals, such as 129.35.", field: "rate");

    /// <summary>A currency against itself.</summary>
    public static Refusal RateSameCurrency() => new("ledger.rate_same_currency", "A rate is between two currencies.", field: "quote");

    /// <summary>Nobody said so.</summary>
    public static Refusal RateSourceInvalid() => new("ledger.rate_source_invalid", "Say where the rate comes from, in 2 to 60 characters.", field: "source");

    /// <summary>A rate of tomorrow, or of long ago.</summary>
    public static Refusal RateMomentInvalid() =>
        new("ledger.rate_moment_invalid", "A rate counts from a moment that has come and lies after the year 2000.", field: "validFrom");

    /// <summary>The same source said something else of the same moment.</summary>
    public static Refusal RateDiffers(Currency of, Currency quote) =>
        new("ledger.rate_differs", $"This source has another rate of {of} in {quote} for this moment already. Write the new one with its own moment.", RefusalKind.Conflict, "rate");

    /// <summary>A file that cannot be read.</summary>
    public static Refusal RatesUnreadable(int line) =>
        new("ledger.rates_unreadable", $"Line {line} cannot be read: base, quote, rate, source, valid_from, such as USD,KES,129.35,CBK,2026-11-20T09:00:00Z.", field: "line");

    /// <summary>None or too many at once.</summary>
    public static Refusal RatesCount(int most) => new("ledger.rates_count", $"Give at least one rate and at most {most} at once.");

    /// <summary>Nobody said what one is worth in the other.</summary>
    public static Refusal RateMissing(Currency from, Currency to) =>
        new("ledger.rate_missing", $"There is no rate of {from} in {to} for this moment. Write one down first.", RefusalKind.Conflict, "rate");

    /// <summary>What was said is too old to be used.</summary>
    public static Refusal RateTooOld(Currency from, Currency to, DateTimeOffset validFrom) =>
        new("ledger.rate_too_old", $"The newest rate of {from} in {to} is from {validFrom:yyyy-MM-dd}; that is too old. Write a newer one down.", RefusalKind.Conflict, "rate");

    /// <summary>More than can be counted.</summary>
    public static Refusal ConvertedTooLarge() => new("ledger.converted_too_large", "This amount is too large in the other currency.", field: "amount");

    /// <summary>Worth less than the smallest unit.</summary>
    public static Refusal ConvertedToNothing() => new("ledger.converted_to_nothing", "This amount is worth less than the smallest unit of the other currency.", field: "amount");

    /// <summary>The merchant's own currency has to be one side, and only one.</summary>
    public static Refusal NotAgainstOwn(Currency own) =>
        new("ledger.exchange_not_own_currency", $"One side of an exchange is in {own}, the other is not.", field: "currency");

    /// <summary>Nothing or less was exchanged.</summary>
    public static Refusal ExchangeAmountInvalid() => new("ledger.exchange_amount_invalid", "Both amounts of an exchange are more than zero.", field: "amount");

    /// <summary>More is sold than is held.</summary>
    public static Refusal PositionTooSmall(Money held) => new("ledger.position_too_small", $"Only {held} are held at a rate.", RefusalKind.Conflict, "amount");

    /// <summary>Foreign money is in cash, at the bank or at the card provider, nowhere else.</summary>
    public static Refusal ExchangeAccountInvalid() =>
        new("ledger.exchange_account_invalid", "Money is exchanged out of cash, the bank or card clearing.", field: "account");

    /// <summary>A day that has not come, or one before what was done since.</summary>
    public static Refusal RevaluationDayInvalid(DateOnly? after) =>
        new("ledger.revaluation_day_invalid", after is { } day ? $"Revalue at a day from {day:yyyy-MM-dd} to today." : "Revalue at a day that has come.", field: "day");
}
