-- Interest that became principal when a loan was restructured.
alter table loans add column capitalised_minor bigint not null default 0 check (capitalised_minor >= 0);

-- What paying a loan off on a day takes, as it was told; never changed but for the payment that paid it.
create sequence payoff_quote_numbers;
create table payoff_quotes (
    id              uuid primary key,
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    number          text not null unique,
    loan_id         uuid not null references loans (id),
    on_day          date not null,
    expires_at      timestamptz not null,
    currency        text not null,
    principal_minor bigint not null check (principal_minor >= 0),
    interest_minor  bigint not null check (interest_minor >= 0),
    fee_minor       bigint not null check (fee_minor >= 0),
    tax_minor       bigint not null check (tax_minor >= 0),
    penalty_minor   bigint not null check (penalty_minor >= 0),
    credit_minor    bigint not null check (credit_minor >= 0),
    rebate_minor    bigint not null,
    amount_minor    bigint not null check (amount_minor >= 0),
    created_at      timestamptz not null,
    created_by      text not null,
    payment_id      uuid
);
create index on payoff_quotes (loan_id, created_at desc);

-- Restructurings that wait for a second person.
create table restructure_requests (
    id           uuid primary key,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    loan_id      uuid not null references loans (id),
    customer_id  uuid not null,
    plan         jsonb not null,
    reason       text not null,
    loan_version integer not null,
    requested_by text not null,
    requested_at timestamptz not null,
    state        text not null,
    decided_by   text,
    decided_at   timestamptz
);
create index on restructure_requests (requested_at) where state = 'waiting';

-- Above which a second person is asked; without a row, the default.
create table restructure_limits (
    tenant_id         uuid primary key default current_setting('app.tenant_id')::uuid,
    outstanding_minor bigint not null check (outstanding_minor >= 0),
    more_months       integer not null check (more_months >= 0)
);
