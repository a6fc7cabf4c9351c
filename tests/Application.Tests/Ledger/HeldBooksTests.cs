using Npgsql;
using Paylatch.Application.Identity;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;

namespace Paylatch.Application.Tests.Ledger;

/// <summary>What the database itself holds, whoever writes: raw SQL as the application's role, and as the owner.</summary>
public sealed class HeldBooksTests
{
    [Fact]
    public async Task A_balanced_transfer_of_raw_sql_is_taken()
    {
        await using var desk = await Desk.Open();
        var id = Guid.CreateVersion7();

        Assert.Null(await desk.Raw(desk.Transfer(id), desk.Lines(id, "1000:500 1010:200 4000:-700")));
        Assert.Equal(500L, await desk.Shop.Balance("1000"));
    }

    [Theory]
    [InlineData("1000:500 4000:-499", "ledger_balanced")]
    [InlineData("1000:500", "ledger_balanced")]
    public async Task What_does_not_balance_is_refused_by_the_database(string lines, string by)
    {
        await using var desk = await Desk.Open();
        var id = Guid.CreateVersion7();

        Assert.Equal(by, (await desk.Raw(desk.Transfer(id), desk.Lines(id, lines)))?.ConstraintName);
        Assert.Equal(0L, await desk.Shop.Balance("1000"));
    }

    [Fact]
    public async Task Lines_that_balance_only_together_with_a_later_statement_are_refused()
    {
        await using var desk = await Desk.Open();
        var id = Guid.CreateVersion7();

        Assert.Equal("ledger_balanced", (await desk.Raw(desk.Transfer(id), desk.Lines(id, "1000:500"), desk.Lines(id, "4000:-500", first: 2)))?.ConstraintName);
    }

    [Fact]
    public async Task A_written_transfer_takes_no_more_lines_and_its_number_is_not_given_again()
    {
        await using var desk = await Desk.Open();
        var id = Guid.CreateVersion7();
        Assert.Null(await desk.Raw(desk.Transfer(id), desk.Lines(id, "1000:500 4000:-500")));

        Assert.Equal("ledger_balanced", (await desk.Raw(desk.Lines(id, "1000:500 4000:-500", first: 3)))?.ConstraintName);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await desk.Raw(desk.Lines(id, "1000:500 4000:-500")))?.SqlState);
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (await desk.Raw(desk.Transfer(id)))?.SqlState);
    }

    [Fact]
    public async Task An_account_that_is_not_there_takes_nothing()
    {
        await using var desk = await Desk.Open();
        var id = Guid.CreateVersion7();
        var stranger = desk.Lines(id, "1000:500 9999:-500").Replace("(select id from ledger_accounts where code = '9999' and currency = 'KES')", $"'{Guid.CreateVersion7()}'", StringComparison.Ordinal);

        Assert.Equal("ledger_account_unknown", (await desk.Raw(desk.Transfer(id), stranger))?.ConstraintName);
        Assert.Equal("ledger_transfer_unknown", (await desk.Raw(desk.Lines(id, "1000:500 4000:-500")))?.ConstraintName);
        Assert.Equal("ledger_account_unknown", (await desk.Raw(desk.Transfer(id), desk.Lines(id, "1000:5 4000:-5").Replace("5, 'KES'", "5, 'USD'", StringComparison.Ordinal)))?.ConstraintName);
        Assert.Equal("ledger_transfer_unknown", (await desk.Raw(desk.Transfer(id), desk.Lines(id, "1000:5 4000:-5", on: desk.Today.AddDays(-1))))?.ConstraintName);
    }

    [Theory]
    [InlineData("ledger_transfers")]
    [InlineData("ledger_entries")]
    [InlineData("ledger_reservations")]
    [InlineData("ledger_periods")]
    public async Task Nobody_changes_what_is_in_the_books_not_even_the_owner(string table)
    {
        await using var desk = await Desk.Open();
        await desk.Post("1000", "4000", 5);

        foreach (var sql in new[] { $"update {table} set tenant_id = tenant_id", $"delete from {table}", $"truncate {table}" })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await desk.Raw(sql))?.SqlState);
            var owner = await Assert.ThrowsAsync<PostgresException>(() => desk.Shop.Owner(sql.Replace(table, "{s}." + table, StringComparison.Ordinal)));
            Assert.Equal(PostgresErrorCodes.RestrictViolation, owner.SqlState);
        }
    }

    [Fact]
    public async Task The_applications_role_cannot_set_a_guarded_balance_or_take_an_account_away()
    {
        await using var desk = await Desk.Open();

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await desk.Raw("update ledger_balances set posted_minor = -100000"))?.SqlState);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await desk.Raw("delete from ledger_accounts where code = '5300'"))?.SqlState);
        Assert.Equal("ledger_account_keeps", (await desk.Raw("update ledger_accounts set kind = 'income' where code = '1000'"))?.ConstraintName);
    }

    [Fact]
    public async Task A_name_put_in_front_does_not_blind_the_database()
    {
        await using var desk = await Desk.Open();
        var id = Guid.CreateVersion7();

        // Temporary tables come first in every search path that does not name them.
        var refused = await desk.Raw(
            "create temp table ledger_balances (account_id uuid, posted_minor bigint, reserved_minor bigint)", desk.Transfer(id), desk.Lines(id, "2100:500 4000:-500"));

        Assert.Equal("ledger_guard", refused?.ConstraintName);
    }

    [Fact]
    public async Task Nothing_is_written_on_a_closed_account_and_only_an_empty_one_is_closed()
    {
        await using var desk = await Desk.Open();
        var account = await desk.NewAccount("1500");
        await desk.Post("1500", "1000", 5);

        Assert.Equal("ledger.account_not_empty", (await desk.Run((CloseAccount u) => u.Handle(account, default))).Refusal?.Code);
        await desk.Post("1000", "1500", 5);
        var held = await desk.Hold("1500", "1000", 5);
        Assert.Equal("ledger.account_not_empty", (await desk.Run((CloseAccount u) => u.Handle(account, default))).Refusal?.Code);
        await desk.VoidPending(held);
        Assert.True((await desk.Run((CloseAccount u) => u.Handle(account, default))).Done);

        Assert.Equal("ledger.account_closed", (await desk.Post("1500", "1000", 5)).Refusal?.Code);
        Assert.Equal("ledger.account_closed", (await desk.Post(desk.Journal("1500", "1000", 5, hold: TimeSpan.FromHours(1)))).Refusal?.Code);
        var id = Guid.CreateVersion7();
        Assert.Equal("ledger_account_closed", (await desk.Raw(desk.Transfer(id), desk.Lines(id, "1500:5 4000:-5")))?.ConstraintName);
        Assert.Equal("ledger.account_closed", (await desk.Run((CloseAccount u) => u.Handle(account, default))).Refusal?.Code);
        Assert.Equal("LedgerAccountClosed:1 LedgerAccountOpened:1", await desk.Shop.Events("LedgerAccountOpened", "LedgerAccountClosed"));
    }

    [Fact]
    public async Task An_account_closes_or_takes_money_when_both_come_at_once()
    {
        await using var desk = await Desk.Open();
        for (var round = 0; round < 10; round++)
        {
            var account = await desk.NewAccount($"{1600 + round}");
            var close = desk.Run((CloseAccount u) => u.Handle(account, default));
            var posts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Post($"{1600 + round}", "1000", 5)));

            Assert.Equal((await close).Done, posts.All(p => !p.Done));
            Assert.Equal(500L * posts.Count(p => p.Done), await desk.Shop.Balance($"{1600 + round}"));
        }
    }

    [Fact]
    public async Task The_charts_own_accounts_stay_and_a_code_is_taken_once()
    {
        await using var desk = await Desk.Open();
        var cash = (await desk.Accounts()).Rows.Single(a => a.Code == Chart.Cash);
        var credit = (await desk.Accounts()).Rows.Single(a => a.Code == Chart.CustomerCredit);

        Assert.Equal("ledger.account_needed", (await desk.Run((CloseAccount u) => u.Handle(cash.Id, default))).Refusal?.Code);
        Assert.Equal("ledger.account_needed", (await desk.Run((GuardAccount u) => u.Handle(credit.Id, AccountGuard.None, default))).Refusal?.Code);
        Assert.Equal("ledger.account_exists", (await desk.Run((OpenAccount u) => u.Handle(new("1000", "Till", AccountKind.Asset), default))).Refusal?.Code);
        Assert.Equal("ledger.account_code_invalid", (await desk.Run((OpenAccount u) => u.Handle(new("10a0", "Till", AccountKind.Asset), default))).Refusal?.Code);
        Assert.Equal("ledger.account_name_invalid", (await desk.Run((OpenAccount u) => u.Handle(new("1001", " ", AccountKind.Asset), default))).Refusal?.Code);
        Assert.Equal("identity.not_allowed", (await desk.Shop.Run(Role.Agent, (OpenAccount u) => u.Handle(new("1001", "Till", AccountKind.Asset), default))).Refusal?.Code);
        Assert.Equal(25, (await desk.Accounts()).Rows.Count);
    }

    [Fact]
    public async Task Another_tenant_sees_and_moves_nothing()
    {
        await using var desk = await Desk.Open();
        var other = new Desk(await desk.Shop.Beside("jua"));
        await other.Accounts();
        var held = await desk.Hold("1000", "4000", 5);
        await desk.Post("1000", "4000", 7);

        Assert.Equal("ledger.transfer_not_found", (await other.PostPending(held)).Refusal?.Code);
        Assert.Equal("ledger.transfer_not_found", (await other.VoidPending(held)).Refusal?.Code);
        Assert.Empty((await other.Run((ListJournal u) => u.Handle(new(), default))).Value.Rows);
        Assert.Empty((await other.Run((ShowTrialBalance u) => u.Handle(null, null, default))).Value.Parts);
        Assert.Equal(0L, await other.Shop.Balance("1000"));
        Assert.Equal(700L, await desk.Shop.Balance("1000"));
    }

    [Fact]
    public async Task Many_transfers_in_one_statement_cost_no_more_each_than_one_even_on_a_connection_that_began_small()
    {
        await using var desk = await Desk.Open();
        await using var connection = new NpgsqlConnection(desk.Shop.Portal.Region.App);
        await connection.OpenAsync();
        await Run($"select set_config('search_path', '{desk.Shop.Tenant.Schema}', false), set_config('app.tenant_id', '{desk.Shop.Tenant.Id}', false)");
        for (var n = 0; n < 20; n++)
        {
            var id = Guid.CreateVersion7();
            await Run(desk.Transfer(id));
            await Run(desk.Lines(id, "1000:5 4000:-5"));
        }

        await Run("create temp table many as select gen_random_uuid() as id from generate_series(1, 5000)");
        await Run($"insert into ledger_transfers (id, kind, at, booked_on, effective_on, memo) select id, 'interest_accrued', now(), '{desk.Today:yyyy-MM-dd}', '{desk.Today:yyyy-MM-dd}', 'x' from many");
        var explained = await Run($"""
            explain (analyze) insert into ledger_entries (transfer_id, line, account_id, amount_minor, currency, booked_on)
            select m.id, l, (select id from ledger_accounts a where a.code = case l when 1 then '1210' else '4100' end), 3 - 2 * l, 'KES', '{desk.Today:yyyy-MM-dd}'
            from many m cross join generate_series(1, 2) l
            """);

        // A look that goes through the table for each line takes forty times as long as writing them.
        var (looked, all) = (Milliseconds(explained, "ledger_entries_written: time="), Milliseconds(explained, "Execution Time: "));
        Assert.True(looked < 15 * (all - looked), $"{looked} of {all} ms: {explained}");

        async Task<string> Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync()) lines.Add(reader.GetValue(0).ToString()!);
            return string.Join('\n', lines);
        }

        static double Milliseconds(string text, string after) =>
            double.Parse(text[(text.IndexOf(after, StringComparison.Ordinal) + after.Length)..].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
