-- Payments that count from an earlier day, are taken back, or are made of credit; credit that was given back.

alter table payments
    add column paid_on date,
    drop constraint payments_method_check,
    add constraint payments_method_check check (method in ('cash', 'card', 'deposit', 'credit'));

create table payment_reversals (
    payment_id  uuid primary key references payments (id),
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    cause       text not null check (cause in ('bounced', 'wrong_loan', 'counted_twice')),
    reason      text not null,
    reversed_at timestamptz not null,
    reversed_by text not null
);

create table credit_spendings (
    id              uuid primary key,
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    loan_id         uuid not null references loans (id),
    customer_id     uuid not null references customers (id),
    amount_minor    bigint not null check (amount_minor > 0),
    currency        text not null,
    payment_id      uuid references payments (id),
    receipt_number  text not null,
    reason          text not null,
    idempotency_key text not null unique,
    spent_at        timestamptz not null,
    spent_by        text not null
);
create index on credit_spendings (loan_id, spent_at);
create unique index on credit_spendings (payment_id) where payment_id is not null;
