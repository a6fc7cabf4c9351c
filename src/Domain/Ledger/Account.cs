using Paylatch.Domain.Shared;

namespace Paylatch.Domain.Ledger;

/// <summary>What an account shows.</summary>
public enum AccountKind
{
    /// <summary>What the tenant has or is owed; grows by debits.</summary>
    Asset,

    /// <summary>What the tenant owes; grows by credits.</summary>
    Liability,

    /// <summary>The owners' part.</summary>
    Equity,

    /// <summary>What was earned; grows by credits.</summary>
    Income,

    /// <summary>What was spent.</summary>
    Expense,
}

/// <summary>One account in one currency. Its balance is the sum of its entries and is stored nowhere.</summary>
public sealed class Account : Entity
{
    private Account()
    {
    }

    /// <summary>The account's id.</summary>
    public AccountId Id { get; private set; }

    /// <summary>Its code in the <see cref="Chart"/>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it shows.</summary>
    public AccountKind Kind { get; private set; }

    /// <summary>The currency of every entry on it.</summary>
    public Currency Currency { get; private set; }

    /// <summary>Opens an account of the chart in a currency.</summary>
    public static Account Open(AccountId id, ChartAccount of, Currency currency) =>
        new() { Id = id, Code = of.Code, Name = of.Name, Kind = of.Kind, Currency = currency };
}
