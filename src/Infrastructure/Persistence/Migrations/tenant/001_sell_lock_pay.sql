-- One tenant's business. Amounts are integer minor units of the row's (or its loan's) currency.

create table sandbox_clock (
    tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
    moved     interval not null default interval '0'
);

create table api_keys (
    id         uuid primary key,
    tenant_id  uuid not null default current_setting('app.tenant_id')::uuid,
    name       text not null,
    hash       bytea not null unique,
    hint       text not null,
    created_at timestamptz not null default clock_timestamp(),
    revoked_at timestamptz
);

create table customers (
    id                 uuid primary key,
    tenant_id          uuid not null default current_setting('app.tenant_id')::uuid,
    name               text not null,
    phone              text not null unique,
    national_id_sealed bytea not null,
    national_id_index  bytea not null unique,
    national_id_hint   text not null,
    culture            text,
    created_at         timestamptz not null
);
create index on customers (lower(name) text_pattern_ops);

create sequence contract_numbers;
create sequence receipt_numbers;

create table loans (
    id                  uuid primary key,
    tenant_id           uuid not null default current_setting('app.tenant_id')::uuid,
    number              text not null unique,
    customer_id         uuid not null references customers (id),
    device_id           uuid not null,
    state               text not null check (state in ('active', 'paid_off')),
    standing            text not null check (standing in ('current', 'overdue', 'grace_ended')),
    currency            text not null,
    price_minor         bigint not null check (price_minor > 0),
    deposit_minor       bigint not null check (deposit_minor >= 0),
    principal_minor     bigint not null check (principal_minor > 0),
    interest_method     text not null,
    annual_rate_percent numeric(9,6) not null check (annual_rate_percent >= 0),
    installment_count   integer not null check (installment_count between 1 and 520),
    repay_every         integer not null check (repay_every > 0),
    repay_unit          text not null check (repay_unit in ('days', 'weeks', 'months')),
    grace_days          integer not null check (grace_days between 0 and 90),
    disbursed_on        date not null,
    engine_version      integer not null,
    total_minor         bigint not null,
    paid_minor          bigint not null default 0,
    next_due_on         date,
    version             integer not null default 1,
    created_at          timestamptz not null,
    check (paid_minor between 0 and total_minor)
);
create index on loans (customer_id);
create index on loans (device_id);
create index on loans (next_due_on, id) where state = 'active';
create unique index one_live_loan_per_device on loans (device_id) where state = 'active';

create table installments (
    loan_id         uuid not null references loans (id),
    number          integer not null,
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    due_on          date not null,
    principal_minor bigint not null check (principal_minor >= 0),
    interest_minor  bigint not null check (interest_minor >= 0),
    paid_principal_minor bigint not null default 0,
    paid_interest_minor  bigint not null default 0,
    primary key (loan_id, number),
    check (paid_principal_minor between 0 and principal_minor),
    check (paid_interest_minor between 0 and interest_minor)
);

create table devices (
    id             uuid primary key,
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    kind           text not null,
    model          text not null,
    imei           text unique,
    serial         text unique,
    customer_id    uuid references customers (id),
    loan_id        uuid references loans (id),
    state          text not null check (state in ('awaiting_enrolment', 'active', 'locked', 'released')),
    phase          text not null check (phase in ('ordered', 'armed', 'believed', 'confirmed')),
    state_reason   text,
    state_since    timestamptz not null,
    public_jwk     jsonb,
    enrolled_at    timestamptz,
    last_counter   bigint not null default 0,
    loan_version   integer not null default 0,
    version        integer not null default 1,
    created_at     timestamptz not null,
    check (imei is not null or serial is not null)
);
create index on devices (state, id);
create index on devices (loan_id);
create index on devices (customer_id);

-- The hot part of a device, written in batches by heartbeats.
create table device_status (
    device_id      uuid primary key references devices (id),
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    paid_until     timestamptz,
    released       boolean not null default false,
    live_order     boolean not null default false,
    last_seen_at   timestamptz,
    counter        bigint not null default 0,
    reported_state text,
    battery        smallint,
    sim            text,
    bound_sim      text,
    rooted         boolean not null default false,
    tampered       boolean not null default false,
    agent_version  text
) with (fillfactor = 70);

create table heartbeats (
    device_id   uuid not null,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    counter     bigint not null,
    received_at timestamptz not null,
    device_at   timestamptz not null,
    state       text not null,
    battery     smallint,
    sim         text,
    flags       smallint not null default 0
);
create index on heartbeats using brin (received_at);

create table enrolment_codes (
    hash       bytea primary key,
    tenant_id  uuid not null default current_setting('app.tenant_id')::uuid,
    device_id  uuid not null references devices (id),
    expires_at timestamptz not null,
    used_at    timestamptz
);
create unique index one_open_code_per_device on enrolment_codes (device_id) where used_at is null;

create table orders (
    id          uuid primary key,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    device_id   uuid not null references devices (id),
    kind        text not null check (kind in ('lock', 'unlock', 'release', 'message')),
    counter     bigint not null,
    state       text not null check (state in ('ordered', 'armed', 'done', 'confirmed', 'superseded', 'failed')),
    reason      text not null,
    message     text,
    ordered_at  timestamptz not null,
    armed_at    timestamptz,
    done_at     timestamptz,
    result_code text,
    unique (device_id, counter)
);
-- One live order per device, whoever asks and however many at once.
create unique index one_live_order_per_device on orders (device_id)
    where state in ('ordered', 'armed') and kind <> 'message';

create table ledger_accounts (
    id         uuid primary key,
    tenant_id  uuid not null default current_setting('app.tenant_id')::uuid,
    code       text not null,
    name       text not null,
    kind       text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense')),
    currency   text not null,
    unique (code, currency)
);

create table ledger_transfers (
    id         uuid primary key,
    tenant_id  uuid not null default current_setting('app.tenant_id')::uuid,
    kind       text not null,
    at         timestamptz not null,
    booked_on  date not null,
    loan_id    uuid,
    payment_id uuid,
    memo       text not null
);
create index on ledger_transfers (loan_id) where loan_id is not null;

-- Debits are positive, credits negative.
create table ledger_entries (
    transfer_id  uuid not null references ledger_transfers (id),
    line         smallint not null,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    account_id   uuid not null references ledger_accounts (id),
    loan_id      uuid,
    amount_minor bigint not null check (amount_minor <> 0),
    currency     text not null,
    primary key (transfer_id, line)
);
create index on ledger_entries (account_id);
create index on ledger_entries (loan_id) where loan_id is not null;

create function ledger_must_balance() returns trigger language plpgsql as $$
begin
    if exists (select 1 from ledger_entries where transfer_id = new.transfer_id
               group by currency having sum(amount_minor) <> 0) then
        raise exception 'ledger transfer % does not balance', new.transfer_id using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger ledger_entries_balance after insert on ledger_entries
    deferrable initially deferred for each row execute function ledger_must_balance();

create table payments (
    id             uuid primary key,
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    loan_id        uuid not null references loans (id),
    customer_id    uuid not null references customers (id),
    method         text not null check (method in ('cash', 'card', 'deposit')),
    amount_minor   bigint not null check (amount_minor > 0),
    credited_minor bigint not null default 0,
    currency       text not null,
    provider       text,
    provider_ref   text,
    idempotency_key text unique,
    receipt_number text not null unique,
    received_at    timestamptz not null,
    recorded_by    text not null,
    unique (provider, provider_ref)
);
create index on payments (loan_id, id);
create index on payments (received_at, id);

create table payment_allocations (
    payment_id         uuid not null references payments (id),
    installment_number integer not null,
    tenant_id          uuid not null default current_setting('app.tenant_id')::uuid,
    principal_minor    bigint not null,
    interest_minor     bigint not null,
    primary key (payment_id, installment_number)
);

-- A customer's wish to pay by card, kept before the provider is asked.
create table payment_intents (
    id             uuid primary key,
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    loan_id        uuid not null references loans (id),
    customer_id    uuid not null references customers (id),
    provider       text not null,
    provider_ref   text unique,
    amount_minor   bigint not null check (amount_minor > 0),
    currency       text not null,
    state          text not null check (state in ('created', 'waiting', 'succeeded', 'failed')),
    failure        text,
    created_at     timestamptz not null
);
create index on payment_intents (loan_id, id);

-- Every message of a payment provider, once.
create table provider_events (
    provider    text not null,
    event_id    text not null,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    type        text not null,
    received_at timestamptz not null,
    body        jsonb not null,
    primary key (provider, event_id)
);

-- Money that arrived and belongs to nobody we could name yet.
create table unmatched_payments (
    id           uuid primary key,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    provider     text not null,
    provider_ref text not null,
    amount_minor bigint not null,
    currency     text not null,
    why          text not null,
    received_at  timestamptz not null,
    settled_at   timestamptz,
    payment_id   uuid references payments (id),
    unique (provider, provider_ref)
);

create table payment_providers (
    provider              text primary key,
    tenant_id             uuid not null default current_setting('app.tenant_id')::uuid,
    sealed_secret_key     bytea not null,
    sealed_webhook_secret bytea not null
);

-- Messages to customers, waiting to be sent or sent.
create table messages (
    id          uuid primary key,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    customer_id uuid references customers (id),
    loan_id     uuid,
    channel     text not null check (channel in ('sms', 'email')),
    recipient   text not null,
    kind        text not null,
    once_key    text unique,
    body        text not null,
    created_at  timestamptz not null,
    sent_at     timestamptz,
    attempts    integer not null default 0,
    last_error  text
);
create index on messages (created_at, id);
create index on messages (id) where sent_at is null;

create table day_closes (
    day          date primary key,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    started_at   timestamptz not null,
    last_loan_id uuid,
    loans        integer not null default 0,
    reminded     integer not null default 0,
    overdue      integer not null default 0,
    grace_ended  integer not null default 0,
    finished_at  timestamptz
);
