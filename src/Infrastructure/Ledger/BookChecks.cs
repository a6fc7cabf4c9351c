using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Paylatch.Application.Ledger;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Persistence;

/// <content>
/// The comparison of the books with what they are about. It is one statement, so that nothing moves between its parts.
/// Amounts are as entries have them: debits positive.
/// </content>
public sealed partial class PlatformDb : IBookProofs
{
    // What an account must show for each loan l with its installments i, as the loan itself says. One line for each account.
    private static readonly (string Account, string Expected)[] OfLoans =
    [
        (Chart.LoansReceivable, "case when l.charged_off is null then coalesce(sum(i.principal_minor - i.paid_principal_minor), 0) else 0 end"),
        (Chart.InterestReceivable, "case when l.charged_off is null then l.accrued_minor - l.capitalised_minor - coalesce(sum(i.paid_interest_minor + i.waived_interest_minor), 0) else 0 end"),
        (Chart.FeesReceivable, """
            case when l.charged_off is null then coalesce(sum(
                i.fee_minor + i.tax_minor - i.paid_fee_minor - i.paid_tax_minor - i.waived_fee_minor - i.waived_tax_minor)
                filter (where i.due_on <= l.caught_up_on), 0) else 0 end
            """),
        (Chart.PenaltiesReceivable, "case when l.charged_off is null then coalesce(sum(i.penalty_minor - i.paid_penalty_minor - i.waived_penalty_minor), 0) else 0 end"),
        (Chart.CustomerCredit, "-l.credit_minor"),
        (Chart.LossAllowance, "-l.provision_minor"),
        (Chart.RepossessedDevices, "l.repossessed_minor"),
    ];

    // Each provider with its account, to be said in SQL.
    private static readonly string Providers = string.Join(", ", Clearing.Accounts.Select(c => $"('{c.Provider}', '{c.Account}')"));

    // What a provider holds: what came through it, what of that was counted in another currency, less what it paid out.
    // Money of a provider without an account is named as well: nothing in the books stands for it.
    private static readonly string OfProviders = $"""
        select m.provider as what, coalesce(c.account, '-') as account, m.currency, sum(m.amount_minor) as amount from (
            select provider, currency, amount_minor from payments p where method = 'card'
                and not exists (select from currency_moves m where m.payment_id = p.id) and not exists (select from payment_reversals r where r.payment_id = p.id)
            union all select provider, currency, amount_minor from unmatched_payments where settled_at is null
            union all select c.provider, m.currency, m.held_minor from currency_moves m join clearing c on c.account = m.account
            union all select provider, currency, -gross_minor from provider_payouts) m
        left join clearing c on c.provider = m.provider group by m.provider, c.account, m.currency
        """;

    // What an account must show in all, by what and currency.
    private static readonly (string Account, string Expected)[] OfAccounts =
    [
        (Chart.CurrencyPosition, """
            select currency, sum(amount_minor) as amount from (
                select currency, -held_minor as amount_minor from currency_moves
                union all select own_currency, cost_minor from currency_moves
                union all select own_currency, gain_minor from (
                    select distinct on (currency) own_currency, gain_minor from currency_moves where kind = 'revalued' order by currency, number desc) last) moved
            group by currency
            """),
        (Chart.UnmatchedMoney, "select currency, -sum(amount_minor) as amount from unmatched_payments where settled_at is null group by currency"),
    ];

    private static readonly string Comparison = Build();

    async Task<Compared> IBookProofs.Compare(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Comparison, (NpgsqlConnection)Database.GetDbConnection()) { CommandTimeout = 600 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<ProofRow> rows = [];
        var (compared, differences) = (0, 0);
        while (await reader.ReadAsync(ct))
        {
            (compared, differences) = ((int)reader.GetInt64(0), (int)reader.GetInt64(1));
            if (reader.IsDBNull(2)) continue;
            rows.Add(new ProofRow(
                reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetGuid(3), reader.GetString(4), reader.GetString(5), reader.GetInt64(6), reader.GetInt64(7)));
        }

        return new Compared(compared, differences, rows);
    }

    private static string Build()
    {
        var loans = string.Join(", ", OfLoans.Select((check, n) => string.Create(CultureInfo.InvariantCulture, $"{check.Expected} as e{n}")));
        var pairs = string.Join(", ", OfLoans.Select((check, n) => string.Create(CultureInfo.InvariantCulture, $"('{check.Account}', e{n})")));
        var codes = string.Join(", ", OfLoans.Select(check => $"'{check.Account}'"));
        var totals = string.Join(" union all ", OfAccounts.Select(check => $"select '{check.Account}' as account, currency, amount from ({check.Expected}) x"));
        var wholes = string.Join(", ", OfAccounts.Select(check => check.Account).Concat(Clearing.Accounts.Select(c => c.Account)).Select(code => $"'{code}'"));
        return $"""
            with clearing (provider, account) as (values {Providers}),
            own as (
                select l.id, l.number, l.currency, {loans} from loans l left join installments i on i.loan_id = l.id group by l.id),
            expected as (
                select o.id as loan, o.number as what, e.account, o.currency, e.amount from own o cross join lateral (values {pairs}) e (account, amount)
                union all select null, t.account, t.account, t.currency, t.amount from ({totals}) t
                union all select null, t.what, t.account, t.currency, t.amount from ({OfProviders}) t),
            booked as (
                select e.loan_id as loan, a.code as account, e.currency, sum(e.amount_minor) as amount
                from ledger_entries e join ledger_accounts a on a.id = e.account_id where a.code in ({codes})
                group by e.loan_id, a.code, e.currency
                union all
                select null, a.code, e.currency, sum(e.amount_minor)
                from ledger_entries e join ledger_accounts a on a.id = e.account_id where a.code in ({wholes}) group by a.code, e.currency),
            compared as (
                select coalesce(x.what, l.number, c.provider, b.account) as what, coalesce(x.loan, b.loan) as loan, coalesce(x.account, b.account) as account,
                       coalesce(x.currency, b.currency) as currency, coalesce(x.amount, 0)::bigint as expected, coalesce(b.amount, 0)::bigint as booked
                from expected x
                full join booked b on b.account = x.account and b.currency = x.currency
                    and coalesce(b.loan, '00000000-0000-0000-0000-000000000000') = coalesce(x.loan, '00000000-0000-0000-0000-000000000000')
                left join loans l on l.id = b.loan left join clearing c on c.account = b.account),
            counted as (select count(*) as compared, count(*) filter (where expected <> booked) as differences from compared)
            select n.compared, n.differences, d.what, d.loan, d.account, d.currency, d.expected, d.booked
            from counted n left join (
                select * from compared where expected <> booked order by account, what limit {BookProof.Most.ToString(CultureInfo.InvariantCulture)}) d on true
            """;
    }
}
