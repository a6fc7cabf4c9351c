using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>An account every tenant has.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it shows.</param>
/// <param name="Guard">What its balance may not pass.</param>
public sealed record ChartAccount(string Code, string Name, AccountKind Kind, AccountGuard Guard = AccountGuard.None);

/// <summary>The chart of accounts, one and the same for every tenant.</summary>
public static class Chart
{
    /// <summary>Cash taken at the counter.</summary>
    public const string Cash = "1000";

    /// <summary>Card money a provider holds until it pays out.</summary>
    public const string CardClearing = "1010";

    /// <summary>Money on the merchant's bank account.</summary>
    public const string Bank = "1020";

    /// <summary>Principal customers owe; nothing but principal.</summary>
    public const string LoansReceivable = "1200";

    /// <summary>Interest earned and not yet paid.</summary>
    public const string InterestReceivable = "1210";

    /// <summary>Fees that fell due, with the tax on them, and are not yet paid.</summary>
    public const string FeesReceivable = "1220";

    /// <summary>Penalties charged and not yet paid.</summary>
    public const string PenaltiesReceivable = "1230";

    /// <summary>What is expected to be lost of the receivables; stands against them, so its balance is a credit.</summary>
    public const string LossAllowance = "1290";

    /// <summary>Devices that came back and wait to be sold, at the value given to them.</summary>
    public const string RepossessedDevices = "1300";

    /// <summary>What was exchanged: one account in each currency, so that every currency of an exchange balances by itself.</summary>
    public const string CurrencyPosition = "1900";

    /// <summary>Money customers paid beyond what they owed.</summary>
    public const string CustomerCredit = "2100";

    /// <summary>Money that arrived for a payer who is not known yet.</summary>
    public const string UnmatchedMoney = "2200";

    /// <summary>Tax taken with fees and owed to the state.</summary>
    public const string TaxPayable = "2300";

    /// <summary>Income less expenses of closed periods.</summary>
    public const string RetainedEarnings = "3900";

    /// <summary>Devices sold.</summary>
    public const string Sales = "4000";

    /// <summary>Interest earned.</summary>
    public const string InterestIncome = "4100";

    /// <summary>Fees earned, without their tax.</summary>
    public const string FeeIncome = "4200";

    /// <summary>Penalties charged.</summary>
    public const string PenaltyIncome = "4300";

    /// <summary>Money for loans that were charged off.</summary>
    public const string Recoveries = "4400";

    /// <summary>Gained by a rate that moved.</summary>
    public const string ExchangeGain = "4500";

    /// <summary>Receivables charged off.</summary>
    public const string LoanLosses = "5000";

    /// <summary>What was added to the allowance for loan losses, less what was taken back.</summary>
    public const string ProvisionExpense = "5100";

    /// <summary>Lost by a rate that moved.</summary>
    public const string ExchangeLoss = "5200";

    /// <summary>What customers were let off.</summary>
    public const string Rebates = "5300";

    /// <summary>What payment providers kept of the money they took.</summary>
    public const string ProviderFees = "5400";

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<ChartAccount> Accounts { get; } =
    [
        new(Cash, "Cash", AccountKind.Asset),
        new(CardClearing, "Card clearing", AccountKind.Asset),
        new(Bank, "Bank", AccountKind.Asset),
        new(LoansReceivable, "Loans receivable", AccountKind.Asset),
        new(InterestReceivable, "Interest receivable", AccountKind.Asset),
        new(FeesReceivable, "Fees receivable", AccountKind.Asset),
        new(PenaltiesReceivable, "Penalties receivable", AccountKind.Asset),
        new(LossAllowance, "Allowance for loan losses", AccountKind.Asset),
        new(RepossessedDevices, "Repossessed devices", AccountKind.Asset),
        new(CurrencyPosition, "Currency position", AccountKind.Asset),
        new(CustomerCredit, "Customer credit", AccountKind.Liability, AccountGuard.DebitsWithinCredits),
        new(UnmatchedMoney, "Unmatched money", AccountKind.Liability, AccountGuard.DebitsWithinCredits),
        new(TaxPayable, "Tax payable", AccountKind.Liability),
        new(RetainedEarnings, "Retained earnings", AccountKind.Equity),
        new(Sales, "Sales", AccountKind.Income),
        new(InterestIncome, "Interest income", AccountKind.Income),
        new(FeeIncome, "Fee income", AccountKind.Income),
        new(PenaltyIncome, "Penalty income", AccountKind.Income),
        new(Recoveries, "Recoveries", AccountKind.Income),
        new(ExchangeGain, "Exchange gain", AccountKind.Income),
        new(LoanLosses, "Loan losses", AccountKind.Expense),
        new(ProvisionExpense, "Provision expense", AccountKind.Expense),
        new(ExchangeLoss, "Exchange loss", AccountKind.Expense),
        new(Rebates, "Rebates and waivers", AccountKind.Expense),
        new(ProviderFees, "Payment provider fees", AccountKind.Expense),
    ];
}

/// <summary>The opened accounts by code and currency, as postings need them.</summary>
public sealed class Books
{
    private readonly Dictionary<(string Code, Currency Currency), AccountId> _accounts;

    /// <summary>Takes the opened accounts.</summary>
    public Books(IEnumerable<Account> accounts) => _accounts = accounts.ToDictionary(a => (a.Code, a.Currency), a => a.Id);

    /// <summary>Takes what identifies the opened accounts.</summary>
    public Books(IEnumerable<(string Code, Currency Currency, AccountId Id)> accounts) =>
        _accounts = accounts.ToDictionary(a => (a.Code, a.Currency), a => a.Id);

    /// <summary>The account of a code in a currency.</summary>
    /// <exception cref="InvalidOperationException">It was never opened: a tenant without its chart is a bug.</exception>
    public AccountId Of(string code, Currency currency) =>
        _accounts.TryGetValue((code, currency), out var id)
            ? id
            : throw new InvalidOperationException($"Account {code} in {currency} was never opened.");

    /// <summary>Accounts of the chart that are still to be opened in a currency.</summary>
    public IReadOnlyList<ChartAccount> Missing(Currency currency) =>
        [.. Chart.Accounts.Where(a => !_accounts.ContainsKey((a.Code, currency)))];
}
