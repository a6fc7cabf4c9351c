using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Application.Shared;
using Paylatch.Application.Tests.Lending;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;
using Paylatch.Testing;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>A bookkeeper's desk for tests: writes journals, and tries raw SQL as the application's role.</summary>
internal sealed class Desk(Shop shop) : IAsyncDisposable
{
    public Shop Shop => shop;

    public DateOnly Today => DateOnly.FromDateTime(shop.Portal.Time.GetUtcNow().UtcDateTime.AddHours(3));

    public static async Task<Desk> Open()
    {
        var desk = new Desk(await Shop.Open());
        await desk.Accounts();
        return desk;
    }

    public ValueTask DisposeAsync() => shop.Portal.DisposeAsync();

    /// <summary>Runs a use case as the merchant's admin.</summary>
    public Task<Outcome<T>> Run<TUse, T>(Func<TUse, Task<T>> use)
        where TUse : notnull => shop.Run(Role.MerchantAdmin, use);

    public async Task<ListAccounts.Page> Accounts() => (await Run((ListAccounts u) => u.Handle(default))).Value;

    /// <summary>A journal of one debit and one credit.</summary>
    public PostJournal.Journal Journal(string debit, string credit, decimal amount, DateOnly? on = null, TimeSpan? hold = null, TransferId? id = null)
    {
        var text = amount.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new(id ?? new TransferId(Guid.CreateVersion7()), on ?? Today, "for a test", [new(debit, "KES", text, null), new(credit, "KES", null, text)], hold);
    }

    public Task<Outcome<bool>> Post(params PostJournal.Journal[] journals) => Run((PostJournal u) => u.Handle(new(journals), default));

    public Task<Outcome<bool>> Post(string debit, string credit, decimal amount, DateOnly? on = null) => Post(Journal(debit, credit, amount, on));

    /// <summary>Writes a pending journal and gives its id.</summary>
    public async Task<TransferId> Hold(string debit, string credit, decimal amount, TimeSpan? time = null)
    {
        var journal = Journal(debit, credit, amount, hold: time ?? TimeSpan.FromHours(1));
        _ = (await Post(journal)).Value;
        return journal.Id;
    }

    public Task<Outcome<bool>> PostPending(TransferId pending, string? amount = null, TransferId? id = null) =>
        Run((PostPending u) => u.Handle(new(id ?? new TransferId(Guid.CreateVersion7()), pending, amount), default));

    public Task<Outcome<Nothing>> VoidPending(TransferId pending) => Run((VoidPending u) => u.Handle(pending, default));

    public async Task<int> VoidExpired() => (await shop.Run(Role.System, (VoidExpired u) => u.Handle(100, default))).Value;

    public async Task<AccountId> NewAccount(string code, AccountKind kind = AccountKind.Asset, AccountGuard guard = AccountGuard.None) =>
        (await Run((OpenAccount u) => u.Handle(new(code, "Account " + code, kind, null, guard), default))).Value;

    /// <summary>What is posted and what is held back on a guarded account, as the database keeps it.</summary>
    public Task<string> Kept(string code) => shop.Read<string>(
        "select posted_minor || ' ' || reserved_minor from {s}.ledger_balances b join {s}.ledger_accounts a on a.id = b.account_id where a.code = $1", code);

    /// <summary>Raw SQL as the application's role behind the tenant's walls; what the database answered when it refused.</summary>
    public async Task<PostgresException?> Raw(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(shop.Portal.Region.App);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await using var walls = new NpgsqlCommand($"select set_config('search_path', '{shop.Tenant.Schema}', true), set_config('app.tenant_id', '{shop.Tenant.Id}', true)", connection);
            await walls.ExecuteNonQueryAsync();
            foreach (var sql in statements)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
            return null;
        }
        catch (PostgresException refused)
        {
            return refused;
        }
    }

    /// <summary>The SQL of a transfer's row.</summary>
    public string Transfer(Guid id, DateOnly? on = null, string also = "'posted', null, null") =>
        $"insert into ledger_transfers (id, kind, at, booked_on, effective_on, memo, phase, pending_id, expires_at) "
        + $"values ('{id}', 'manual_journal', '{shop.Portal.Time.GetUtcNow():O}', '{on ?? Today:yyyy-MM-dd}', '{on ?? Today:yyyy-MM-dd}', 'x', {also})";

    /// <summary>The SQL of lines: <c>1000:5 4000:-5</c>, from a line number on.</summary>
    public string Lines(Guid id, string lines, int first = 1, DateOnly? on = null, string table = "ledger_entries")
    {
        var (column, value) = table == "ledger_entries" ? (", booked_on", $", '{on ?? Today:yyyy-MM-dd}'") : ("", "");
        var rows = lines.Split(' ').Select((line, n) =>
            $"('{id}'::uuid, {first + n}, (select id from ledger_accounts where code = '{line.Split(':')[0]}' and currency = 'KES'), {line.Split(':')[1]}, 'KES'{value})");
        return $"insert into {table} (transfer_id, line, account_id, amount_minor, currency{column}) values {string.Join(", ", rows)}";
    }
}
