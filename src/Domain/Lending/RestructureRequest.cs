using Paylatch.Domain.Lending.Events;
using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Lending;

/// <summary>A restructuring that waits for a second person.</summary>
/// <param name="Value">The UUID.</param>
public readonly record struct RestructureRequestId(Guid Value) : IId<RestructureRequestId>
{
    /// <inheritdoc/>
    public static RestructureRequestId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>How far a request has come.</summary>
public enum RestructureRequestState
{
    /// <summary>It waits for a second person.</summary>
    Waiting,

    /// <summary>Approved and applied.</summary>
    Approved,

    /// <summary>Declined.</summary>
    Declined,
}

/// <summary>
/// A restructuring beyond what one person may decide alone. Somebody else approves or declines it, within
/// <see cref="Days"/> days and only while the loan is as it was: otherwise it must be previewed again.
/// </summary>
public sealed class RestructureRequest : Entity
{
    /// <summary>For how many days it waits.</summary>
    public const int Days = 7;

    private RestructureRequest()
    {
    }

    /// <summary>Its id.</summary>
    public RestructureRequestId Id { get; private set; }

    /// <summary>The loan.</summary>
    public LoanId LoanId { get; private set; }

    /// <summary>Who owes it.</summary>
    public CustomerId CustomerId { get; private set; }

    /// <summary>What is to be done.</summary>
    public RestructurePlan Plan { get; private set; } = new();

    /// <summary>Why, in the words of who asked.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The loan's version that was looked at.</summary>
    public int LoanVersion { get; private set; }

    /// <summary>Who asked.</summary>
    public string RequestedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>How far it is.</summary>
    public RestructureRequestState State { get; private set; }

    /// <summary>Who decided; null while it waits.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When; null while it waits.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Asks for a second person.</summary>
    public static RestructureRequest Ask(RestructureRequestId id, Loan loan, RestructurePlan plan, string reason, int version, string by, DateTimeOffset now)
    {
        var request = new RestructureRequest
        {
            Id = id, LoanId = loan.Id, CustomerId = loan.CustomerId, Plan = plan, Reason = reason, LoanVersion = version, RequestedBy = by, RequestedAt = now,
        };
        request.Raise(new RestructureRequested(loan.Id, loan.CustomerId, plan.Kind, reason));
        return request;
    }

    /// <summary>True when it still waits on a moment.</summary>
    public bool WaitsAt(DateTimeOffset now) => State == RestructureRequestState.Waiting && now < RequestedAt.AddDays(Days);

    /// <summary>Approves it; whoever does applies the plan to the loan.</summary>
    /// <exception cref="Refusal">
    /// <c>lending.restructure_same_person</c>, <c>lending.restructure_request_closed</c>, <c>lending.restructure_loan_changed</c>
    /// </exception>
    public void Approve(string by, int loanVersion, DateTimeOffset now)
    {
        Decide(by, now, RestructureRequestState.Approved);
        if (loanVersion != LoanVersion) throw LendingRefusals.RestructureLoanChanged();
    }

    /// <summary>Declines it.</summary>
    /// <exception cref="Refusal"><c>lending.restructure_same_person</c>, <c>lending.restructure_request_closed</c></exception>
    public void Decline(string by, string reason, DateTimeOffset now)
    {
        Decide(by, now, RestructureRequestState.Declined);
        Raise(new RestructureDeclined(LoanId, CustomerId, Plan.Kind, reason));
    }

    private void Decide(string by, DateTimeOffset now, RestructureRequestState state)
    {
        if (!WaitsAt(now)) throw LendingRefusals.RestructureRequestClosed();
        if (by == RequestedBy) throw LendingRefusals.RestructureSamePerson();
        (State, DecidedBy, DecidedAt) = (state, by, now);
    }
}
