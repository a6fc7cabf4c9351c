using Npgsql;
using Paylatch.Domain.Ledger;
using Paylatch.Domain.Lending;
using Paylatch.Domain.Shared;

namespace Paylatch.Infrastructure.Lending;

/// <summary>
/// The day's interest of a set of loans in one statement: what their rows have earned by the formula of the domain (whole
/// units, day by day, at least what is paid or forgiven), and a journal each. Loans to which more may happen on that day are
/// left to the domain and only named. This is where it is said which those are; it may name one too many, never one too few.
/// </summary>
internal static class SetAccrual
{
    /// <summary>The loans l of a set, from $1, which is not in it, to $2.</summary>
    public const string InSet = """
        l.state = 'active' and l.id > $1 and l.id <= $2
        and not exists (select from day_close_failures f where f.loan_id = l.id and f.resolved_at is null)
        """;

    // A transfer's id follows from the day and the loan, so that the database itself lets none of them be written twice.
    private const string Statement = $"""
        with reckoned as materialized (
            select l.id, l.currency, l.accrued_minor as before, case when l.charged_off is null then greatest(l.accrued_minor, r.earned, r.settled + l.capitalised_minor) else l.accrued_minor end as accrued, l.caught_up_on < $3 as behind,
                   r.calls or l.penalty_running
                   or greatest(l.next_due_on + l.grace_days + 1, l.lock_not_before) = $3 + 1
                   or l.pauses <> '[]' or greatest($3 - l.late_from, l.late_at_least) = any($6)
                   or (l.class = 'performing' and greatest($3 - l.late_from, l.late_at_least) > $7)
                   or (l.next_due_on < $3 and (
                          l.standing = 'current'
                          or (l.standing <> 'grace_ended' and greatest(l.next_due_on + l.grace_days + 1, l.lock_not_before) <= $3)
                          or (greatest(l.next_due_on + l.grace_days + 1, l.lock_not_before) > $3
                              and not exists (select from reminders n where n.loan_id = l.id and n.installment = r.next and n.kind = 'overdue'))
                          or coalesce(l.contract #>> '{"{policy,penalty,kind}"}', 'none') <> 'none'))
                   is true as more
            from loans l cross join lateral (
                select coalesce(sum(case
                           when i.due_on <= i.from_on then case when $3 >= i.due_on then i.earned_minor else 0 end
                           when i.earns_from_on is not null
                               then i.earned_by_then_minor + (i.earned_minor - i.earned_by_then_minor) * least(greatest($3 - i.earns_from_on, 0), i.due_on - i.earns_from_on) / (i.due_on - i.earns_from_on)
                           else i.earned_minor * least(greatest($3 - i.from_on, 0), i.due_on - i.from_on) / (i.due_on - i.from_on) end), 0)::bigint as earned,
                       coalesce(sum(i.paid_interest_minor + i.waived_interest_minor), 0)::bigint as settled,
                       min(i.number) filter (where i.paid_minor < i.total_minor) as next,
                       coalesce(bool_or(
                           (i.paid_minor < i.total_minor and (i.due_on - $3 in (3, 1, 0, -1) or (i.due_on < $3 and (i.due_on <= l.overdue_through) is not true)))
                           or (i.fee_minor + i.tax_minor > 0 and i.due_on > l.caught_up_on and i.due_on <= $3)), true) as calls
                from installments i where i.loan_id = l.id) r
            where {InSet}),
        updated as (
            update loans l set accrued_minor = r.accrued, caught_up_on = $3
            from reckoned r where l.id = r.id and l.id > $1 and l.id <= $2 and r.behind and not r.more
            returning l.id, l.currency, r.accrued - r.before as earned),
        written as (
            insert into ledger_transfers (id, kind, at, booked_on, effective_on, loan_id, memo)
            select (lpad(to_hex(extract(epoch from $3)::bigint * 1000), 12, '0') || '7' || substr(h.hash, 1, 3) || '8' || substr(h.hash, 4, 15))::uuid,
                   'interest_accrued', $4, d.day, $3, u.id, $5
            from updated u cross join (select ledger_open_day($3) as day) d cross join lateral (select md5($3::text || u.id::text) as hash) h
            where u.earned > 0
            returning id, booked_on, loan_id),
        entered as (
            insert into ledger_entries (transfer_id, line, account_id, loan_id, amount_minor, currency, booked_on)
            select w.id, s.line, a.id, w.loan_id, s.sign * u.earned, u.currency, w.booked_on
            from written w join updated u on u.id = w.loan_id
            cross join (values (1::smallint, 1, '{Chart.InterestReceivable}'), (2::smallint, -1, '{Chart.InterestIncome}')) s (line, sign, code)
            join ledger_accounts a on a.code = s.code and a.currency = u.currency)
        select id, currency, 0::bigint from reckoned where more
        union all
        select null, currency, sum(earned)::bigint from updated group by currency
        """;

    /// <summary>The statement, after its share of the books was taken. The second answer has loans left to the domain, and sums without a loan.</summary>
    /// <param name="connection">The operation's.</param>
    /// <param name="day">The day.</param>
    /// <param name="after">The set begins after this id.</param>
    /// <param name="last">Its last id.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="turns">The days past due on which a loan's class changes.</param>
    public static NpgsqlBatch Command(NpgsqlConnection connection, DateOnly day, LoanId after, LoanId last, DateTimeOffset now, int[] turns) => new(connection)
    {
        BatchCommands =
        {
            new NpgsqlBatchCommand("select ledger_share()"),
            new NpgsqlBatchCommand(Statement)
            {
                Parameters =
                {
                    new() { Value = after.Value }, new() { Value = last.Value }, new() { Value = day }, new() { Value = now.ToUniversalTime() },
                    new() { Value = Postings.InterestEarned }, new() { Value = turns }, new() { Value = Loan.DefaultAfterDays },
                },
            },
        },
    };
}
