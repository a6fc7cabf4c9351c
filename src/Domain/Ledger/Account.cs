using Paylatch.Domain.Ledger.Events;
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

/// <summary>What an account's balance may not pass. The database holds it, pending transfers counted in.</summary>
public enum AccountGuard
{
    /// <summary>Anything goes; the account costs nothing, however busy it is.</summary>
    None,

    /// <summary>Never less than nothing owed: debits stay within credits.</summary>
    DebitsWithinCredits,

    /// <summary>Never less than nothing there: credits stay within debits.</summary>
    CreditsWithinDebits,
}

/// <summary>
/// One account in one currency. Its balance is the sum of its entries; only the database keeps it, and only where a guard
/// needs it. Code, kind and currency stay as they were opened.
/// </summary>
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

    /// <summary>What its balance may not pass.</summary>
    public AccountGuard Guard { get; private set; }

    /// <summary>Since when nothing may be written on it; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Opens an account of the chart in a currency.</summary>
    public static Account Open(AccountId id, ChartAccount of, Currency currency) =>
        new() { Id = id, Code = of.Code, Name = of.Name, Kind = of.Kind, Currency = currency, Guard = of.Guard };

    /// <summary>Opens an account of the tenant's own.</summary>
    /// <exception cref="Refusal"><c>ledger.account_code_invalid</c>, <c>ledger.account_name_invalid</c></exception>
    public static Account OpenOwn(AccountId id, string? code, string? name, AccountKind kind, Currency currency, AccountGuard guard)
    {
        if (code?.Trim() is not { Length: >= 4 and <= 8 } digits || !digits.All(char.IsAsciiDigit)) throw LedgerRefusals.AccountCodeInvalid();
        if (name?.Trim() is not { Length: >= 2 and <= 60 } words) throw LedgerRefusals.AccountNameInvalid();
        var account = new Account { Id = id, Code = digits, Name = words, Kind = kind, Currency = currency, Guard = guard };
        account.Raise(new LedgerAccountOpened(id, digits, currency, kind, guard));
        return account;
    }

    /// <summary>Closes it. That nothing is on it is the database's to say.</summary>
    /// <exception cref="Refusal"><c>ledger.account_needed</c>, <c>ledger.account_closed</c></exception>
    public void Close(DateTimeOffset now)
    {
        if (Chart.Accounts.Any(a => a.Code == Code)) throw LedgerRefusals.AccountNeeded(Code);
        if (ClosedAt is not null) throw LedgerRefusals.AccountClosed(Code);
        ClosedAt = now;
        Raise(new LedgerAccountClosed(Id, Code, Currency));
    }

    /// <summary>Gives it another guard. That its balance is within is the database's to say. The same one again changes nothing.</summary>
    /// <exception cref="Refusal"><c>ledger.account_closed</c>, <c>ledger.account_needed</c> for the guard the chart gives</exception>
    public void GuardBy(AccountGuard guard)
    {
        if (ClosedAt is not null) throw LedgerRefusals.AccountClosed(Code);
        if (guard == Guard) return;
        if (Chart.Accounts.Any(a => a.Code == Code && a.Guard != AccountGuard.None)) throw LedgerRefusals.AccountNeeded(Code);
        Guard = guard;
        Raise(new LedgerAccountGuarded(Id, Code, Currency, guard));
    }
}
