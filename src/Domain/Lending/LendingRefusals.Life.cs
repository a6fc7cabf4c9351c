using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <content>About paying off and agreeing anew.</content>
public static partial class LendingRefusals
{
    /// <summary>Nothing is left that could be agreed anew this way.</summary>
    public static Refusal RestructureNotPossible() =>
        new("lending.restructure_not_possible", "Nothing of this loan can be restructured this way now: it is paid off, has no installments to come, or is not paid out in full yet.", RefusalKind.Conflict);

    /// <summary>There is no restructuring to undo.</summary>
    public static Refusal RestructureNone() =>
        new("lending.restructure_none", "This loan has no restructuring to undo.", RefusalKind.Conflict);

    /// <summary>Nothing is left to pay off.</summary>
    public static Refusal PayoffNothingOwed() =>
        new("lending.payoff_nothing_owed", "This loan is paid off already.", RefusalKind.Conflict);

    /// <summary>The day is past or too far ahead.</summary>
    public static Refusal PayoffDay(int most) =>
        new("lending.payoff_day", $"Choose today or a day at most {most} days ahead.", field: "on");

    /// <summary>It would have expired before it is told.</summary>
    public static Refusal PayoffExpiry() =>
        new("lending.payoff_expiry", "Choose a time to come, by the end of the day it is for.", field: "expiresAt");

    /// <summary>There is no such quote.</summary>
    public static Refusal PayoffQuoteNotFound() =>
        new("lending.payoff_quote_not_found", "There is no such payoff quote.", RefusalKind.NotFound);

    /// <summary>Its time has passed.</summary>
    public static Refusal PayoffQuoteExpired() =>
        new("lending.payoff_quote_expired", "This payoff quote has expired. Make a new one.", RefusalKind.Conflict);

    /// <summary>It was paid.</summary>
    public static Refusal PayoffQuotePaid() =>
        new("lending.payoff_quote_paid", "This payoff quote has been paid.", RefusalKind.Conflict);

    /// <summary>Paying off takes more by now.</summary>
    public static Refusal PayoffQuoteOutdated() =>
        new("lending.payoff_quote_outdated", "More is owed now than when this payoff quote was made. Make a new one.", RefusalKind.Conflict);

    /// <summary>No reason, or one that is too long.</summary>
    public static Refusal RestructureReasonInvalid() =>
        new("lending.restructure_reason_invalid", "Say why, in 3 to 500 characters; it is kept in the log.", field: "reason");

    /// <summary>There is no such request.</summary>
    public static Refusal RestructureRequestNotFound() =>
        new("lending.restructure_request_not_found", "There is no such request.", RefusalKind.NotFound);

    /// <summary>It was decided or has expired.</summary>
    public static Refusal RestructureRequestClosed() =>
        new("lending.restructure_request_closed", "This request was decided or has expired. Preview it again.", RefusalKind.Conflict);

    /// <summary>Whoever asked cannot approve.</summary>
    public static Refusal RestructureSamePerson() =>
        new("lending.restructure_same_person", "Somebody else must decide on this: not the person who asked.", RefusalKind.Conflict);

    /// <summary>The loan is another by now.</summary>
    public static Refusal RestructureLoanChanged() =>
        new("lending.restructure_loan_changed", "The loan has changed since this was previewed. Preview it again.", RefusalKind.Conflict);
}
