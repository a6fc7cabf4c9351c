-- Loans with fees, tax and penalties; the policy each was agreed with; what happened to each, so that it can be replayed.

alter table installments add column from_on date;
update installments i set from_on = coalesce(
    (select b.due_on from installments b where b.loan_id = i.loan_id and b.number = i.number - 1),
    (select l.disbursed_on from loans l where l.id = i.loan_id));
alter table installments
    alter column from_on set not null,
    add column earned_minor  bigint not null default 0 check (earned_minor >= 0),
    add column fee_minor     bigint not null default 0 check (fee_minor >= 0),
    add column tax_minor     bigint not null default 0 check (tax_minor >= 0),
    add column penalty_minor bigint not null default 0 check (penalty_minor >= 0),
    add column paid_fee_minor     bigint not null default 0,
    add column paid_tax_minor     bigint not null default 0,
    add column paid_penalty_minor bigint not null default 0,
    add column waived_interest_minor bigint not null default 0 check (waived_interest_minor >= 0),
    add column waived_fee_minor      bigint not null default 0 check (waived_fee_minor >= 0),
    add column waived_tax_minor      bigint not null default 0 check (waived_tax_minor >= 0),
    add column waived_penalty_minor  bigint not null default 0 check (waived_penalty_minor >= 0),
    add column penalty_count  integer not null default 0,
    add column penalty_weight bigint not null default 0;
update installments set earned_minor = interest_minor;
alter table installments
    add check (paid_interest_minor + waived_interest_minor <= interest_minor),
    add check (paid_fee_minor >= 0 and paid_fee_minor + waived_fee_minor <= fee_minor),
    add check (paid_tax_minor >= 0 and paid_tax_minor + waived_tax_minor <= tax_minor),
    add check (paid_penalty_minor >= 0 and paid_penalty_minor + waived_penalty_minor <= penalty_minor),
    add column total_minor bigint not null generated always as (
        principal_minor + interest_minor + fee_minor + tax_minor + penalty_minor
        - waived_interest_minor - waived_fee_minor - waived_tax_minor - waived_penalty_minor) stored,
    add column paid_minor bigint not null generated always as (
        paid_principal_minor + paid_interest_minor + paid_fee_minor + paid_tax_minor + paid_penalty_minor) stored;
drop index installments_unpaid;
create index installments_unpaid on installments (due_on) where paid_minor < total_minor;

alter table payments add column balance_after_minor bigint;
alter table payment_allocations
    add column fee_minor     bigint not null default 0,
    add column penalty_minor bigint not null default 0;

-- What happened to a loan from outside, in the order of recording. Rows are only added; reverses names the sequence taken back.
create table loan_transactions (
    loan_id      uuid not null references loans (id),
    sequence     integer not null check (sequence > 0),
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    kind         text not null,
    effective_on date not null,
    recorded_on  date not null,
    amount_minor bigint not null check (amount_minor >= 0),
    payment_id   uuid,
    reverses     integer,
    data         jsonb,
    primary key (loan_id, sequence),
    unique (loan_id, reverses),
    foreign key (loan_id, reverses) references loan_transactions (loan_id, sequence)
);
create unique index on loan_transactions (payment_id) where kind = 'payment';
create index on loan_transactions (payment_id) where kind = 'reversal';

-- Loans booked until now: the plan they began with is what their installments ask for, and every payment counts from
-- the day it was posted on. Interest was income when it was paid, so that much of it has accrued.
insert into loan_transactions (loan_id, sequence, kind, effective_on, recorded_on, amount_minor, data)
select l.id, 1, 'booking', l.disbursed_on, l.disbursed_on, l.principal_minor, jsonb_build_object('rows', jsonb_agg(jsonb_build_object(
        'number', i.number, 'from', i.from_on, 'due', i.due_on, 'principal', i.principal_minor, 'interest', i.interest_minor,
        'fee', 0, 'tax', 0, 'earned', i.earned_minor) order by i.number))
from loans l join installments i on i.loan_id = l.id
group by l.id;
insert into loan_transactions (loan_id, sequence, kind, effective_on, recorded_on, amount_minor, payment_id)
select p.loan_id, 1 + row_number() over (partition by p.loan_id order by length(p.receipt_number), p.receipt_number), 'payment',
    greatest(d.day, l.disbursed_on), d.day, p.amount_minor, p.id
from payments p
join loans l on l.id = p.loan_id
cross join lateral (select coalesce((select min(t.booked_on) from ledger_transfers t where t.payment_id = p.id), p.received_at::date) as day) d
where p.method <> 'deposit';

alter table loans
    add column contract        jsonb not null default '{}',
    add column accrued_minor   bigint not null default 0 check (accrued_minor >= 0),
    add column credit_minor    bigint not null default 0 check (credit_minor >= 0),
    add column caught_up_on    date,
    add column lock_not_before date,
    add column last_sequence   integer not null default 0,
    add column penalty_count   integer not null default 0,
    add column penalty_weight  bigint not null default 0,
    add column penalty_running boolean not null default false;
update loans l set
    contract = jsonb_build_object('engineVersion', l.engine_version),
    accrued_minor = (select coalesce(sum(i.paid_interest_minor), 0) from installments i where i.loan_id = l.id),
    credit_minor = (select coalesce(sum(p.credited_minor), 0) from payments p where p.loan_id = l.id),
    caught_up_on = greatest(l.disbursed_on, (select max(t.effective_on) from loan_transactions t where t.loan_id = l.id)),
    last_sequence = (select coalesce(max(t.sequence), 0) from loan_transactions t where t.loan_id = l.id);
alter table loans alter column caught_up_on set not null;
