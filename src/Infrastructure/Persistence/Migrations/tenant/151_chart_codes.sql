-- The chart has two more accounts. One that a merchant opened under such a code before is taken for it where it is of the same
-- kind; any other steps aside with all that is on it, so that nothing is booked on an account that shows something else.

alter table ledger_accounts disable trigger ledger_account_changed;
update ledger_accounts a set code = a.code || '0000'
from (values ('1020', 'asset'), ('5400', 'expense')) chart (code, kind)
where a.code = chart.code and (a.kind <> chart.kind or a.guard <> 'none' or a.closed_at is not null);
alter table ledger_accounts enable trigger ledger_account_changed;
