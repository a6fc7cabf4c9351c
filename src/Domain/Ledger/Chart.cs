using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>An account every tenant has.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it shows.</param>
public sealed record ChartAccount(string Code, string Name, AccountKind Kind);

/// <summary>The chart of accounts, one and the same for every tenant.</summary>
public static class Chart
{
    /// <summary>Cash taken at the counter.</summary>
    public const string Cash = "1000";

    /// <summary>Card money a provider holds until it pays out.</summary>
    public const string CardClearing = "1010";

    /// <summary>Principal customers owe.</summary>
    public const string LoansReceivable = "1200";

    /// <summary>Interest earned and not yet paid. Nothing is posted to it while interest is recognised when paid.</summary>
    public const string InterestReceivable = "1210";

    /// <summary>Money customers paid beyond what they owed.</summary>
    public const string CustomerCredit = "2100";

    /// <summary>Money that arrived for a payer who is not known yet.</summary>
    public const string UnmatchedMoney = "2200";

    /// <summary>Devices sold.</summary>
    public const string Sales = "4000";

    /// <summary>Interest paid by customers.</summary>
    public const string InterestIncome = "4100";

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<ChartAccount> Accounts { get; } =
    [
        new(Cash, "Cash", AccountKind.Asset),
        new(CardClearing, "Card clearing", AccountKind.Asset),
        new(LoansReceivable, "Loans receivable", AccountKind.Asset),
        new(InterestReceivable, "Interest receivable", AccountKind.Asset),
        new(CustomerCredit, "Customer credit", AccountKind.Liability),
        new(UnmatchedMoney, "Unmatched money", AccountKind.Liability),
        new(Sales, "Sales", AccountKind.Income),
        new(InterestIncome, "Interest income", AccountKind.Income),
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
