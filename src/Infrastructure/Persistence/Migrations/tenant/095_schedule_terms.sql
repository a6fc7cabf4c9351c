-- Loans may be repaid by years, too.
alter table loans drop constraint loans_repay_unit_check;
alter table loans add constraint loans_repay_unit_check check (repay_unit in ('days', 'weeks', 'months', 'years'));
