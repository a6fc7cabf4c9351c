using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>
/// Where a loan stands in the accounts, in minor units of its currency; each account's figure is in its natural
/// direction. The difference of two such figures is what is posted, so that the books follow the loan by construction.
/// </summary>
public readonly record struct LoanAccounts
{
    /// <summary>Principal owed: <see cref="Chart.LoansReceivable"/>.</summary>
    public long Principal { get; init; }

    /// <summary>Interest earned and owed: <see cref="Chart.InterestReceivable"/>.</summary>
    public long Interest { get; init; }

    /// <summary>Fees and tax recognised and owed: <see cref="Chart.FeesReceivable"/>.</summary>
    public long Fees { get; init; }

    /// <summary>Penalties charged and owed: <see cref="Chart.PenaltiesReceivable"/>.</summary>
    public long Penalties { get; init; }

    /// <summary>Paid beyond what was owed: <see cref="Chart.CustomerCredit"/>.</summary>
    public long Credit { get; init; }

    /// <summary>Tax recognised: <see cref="Chart.TaxPayable"/>.</summary>
    public long Tax { get; init; }

    /// <summary>Interest earned so far: <see cref="Chart.InterestIncome"/>.</summary>
    public long InterestIncome { get; init; }

    /// <summary>Fees recognised so far: <see cref="Chart.FeeIncome"/>.</summary>
    public long FeeIncome { get; init; }

    /// <summary>Penalties charged so far: <see cref="Chart.PenaltyIncome"/>.</summary>
    public long PenaltyIncome { get; init; }

    /// <summary>What the customer was let off so far: <see cref="Chart.Rebates"/>.</summary>
    public long Rebates { get; init; }

    /// <summary>True when no account has a figure.</summary>
    public bool IsZero => this == default;

    /// <summary>What came in from outside of these accounts; negative for what went out.</summary>
    public long MoneyIn => -Lines().Sum(line => line.Debit);

    /// <summary>What changed from one stand to another.</summary>
    public static LoanAccounts operator -(LoanAccounts now, LoanAccounts before) => new()
    {
        Principal = now.Principal - before.Principal,
        Interest = now.Interest - before.Interest,
        Fees = now.Fees - before.Fees,
        Penalties = now.Penalties - before.Penalties,
        Credit = now.Credit - before.Credit,
        Tax = now.Tax - before.Tax,
        InterestIncome = now.InterestIncome - before.InterestIncome,
        FeeIncome = now.FeeIncome - before.FeeIncome,
        PenaltyIncome = now.PenaltyIncome - before.PenaltyIncome,
        Rebates = now.Rebates - before.Rebates,
    };

    /// <summary>The part that is interest earned by the passing of days.</summary>
    internal LoanAccounts InterestOnly => new() { Interest = Interest, InterestIncome = InterestIncome };

    /// <summary>The part that is fees fallen due.</summary>
    internal LoanAccounts FeesOnly => new() { Fees = Fees, FeeIncome = FeeIncome, Tax = Tax };

    /// <summary>The part that is penalties charged.</summary>
    internal LoanAccounts PenaltiesOnly => new() { Penalties = Penalties, PenaltyIncome = PenaltyIncome };

    /// <summary>Each account with what is debited to it.</summary>
    public IEnumerable<(string Code, long Debit)> Lines() =>
    [
        (Chart.LoansReceivable, Principal),
        (Chart.InterestReceivable, Interest),
        (Chart.FeesReceivable, Fees),
        (Chart.PenaltiesReceivable, Penalties),
        (Chart.CustomerCredit, -Credit),
        (Chart.TaxPayable, -Tax),
        (Chart.InterestIncome, -InterestIncome),
        (Chart.FeeIncome, -FeeIncome),
        (Chart.PenaltyIncome, -PenaltyIncome),
        (Chart.Rebates, Rebates),
    ];
}

/// <summary>What a verb of a loan changed in its accounts; to be posted in the transaction of the verb, once.</summary>
/// <param name="Kind">What it records.</param>
/// <param name="Change">What changed; never nothing.</param>
/// <param name="Currency">The loan's currency.</param>
/// <param name="Loan">The loan.</param>
/// <param name="Payment">The payment it is about, if one.</param>
public sealed record LoanMovement(TransferKind Kind, LoanAccounts Change, Currency Currency, LoanId Loan, PaymentId? Payment = null)
{
    /// <summary>What came in from outside; negative for what went out.</summary>
    public Money MoneyIn => new(Change.MoneyIn, Currency);
}
