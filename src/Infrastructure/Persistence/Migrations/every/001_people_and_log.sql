-- What every schema has, the platform's own and each tenant's: people who sign in, the one log with what follows
-- from it, and the keys. tenant_id fills itself from the transaction's setting; row-level security is added to
-- every table with a tenant_id by the migrator (see Walls.cs).

create table users (
    id                      uuid primary key,
    tenant_id               uuid not null default current_setting('app.tenant_id')::uuid,
    role                    text not null,
    region                  text,
    customer_id             uuid,
    display_name            text not null,
    user_name               text not null,
    normalized_user_name    text not null unique,
    email                   text,
    normalized_email        text,
    email_confirmed         boolean not null default false,
    password_hash           text,
    security_stamp          text,
    concurrency_stamp       text,
    phone_number            text,
    phone_number_confirmed  boolean not null default false,
    two_factor_enabled      boolean not null default false,
    lockout_end             timestamptz,
    lockout_enabled         boolean not null default true,
    access_failed_count     integer not null default 0
);
create index on users (phone_number);

-- The log. Readers go by (xid, position) below pg_snapshot_xmin, so that a transaction still in flight is never skipped.
create table events (
    position       bigint generated always as identity primary key,
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    id             uuid not null unique,
    type           text not null,
    at             timestamptz not null,
    recorded_at    timestamptz not null default clock_timestamp(),
    xid            xid8 not null default pg_current_xact_id(),
    actor_role     text not null,
    actor_id       text not null,
    use_case       text not null,
    correlation_id text not null,
    address        text,
    loan_id        uuid,
    device_id      uuid,
    customer_id    uuid,
    reason         text,
    refused        boolean not null default false,
    data           jsonb not null
);
create index on events (xid, position);
create index on events (loan_id, position) where loan_id is not null;
create index on events (device_id, position) where device_id is not null;
create index on events (customer_id, position) where customer_id is not null;
create index on events (type, position);
create index on events (actor_id, position);

-- One row for each consequence still to be drawn from an event; done rows are removed, dead ones stay to be seen.
create table deliveries (
    id         bigint generated always as identity primary key,
    tenant_id  uuid not null default current_setting('app.tenant_id')::uuid,
    event_id   uuid not null references events (id),
    reaction   text not null,
    attempts   integer not null default 0,
    due_at     timestamptz not null default clock_timestamp(),
    dead       boolean not null default false,
    last_error text,
    unique (event_id, reaction)
);
create index on deliveries (due_at) where not dead;

-- Closed ranges of the log: a hash for every row, chained to the range before and signed.
create table seals (
    number        bigint primary key,
    tenant_id     uuid not null default current_setting('app.tenant_id')::uuid,
    up_to_xid     xid8 not null,
    positions     bigint[] not null,
    row_hashes    bytea not null,
    previous_hash bytea not null,
    hash          bytea not null,
    key_id        text not null,
    signature     text not null,
    sealed_at     timestamptz not null default clock_timestamp()
);

-- Signing keys; the private part is sealed under the platform's master key.
create table keys (
    id             text primary key,
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    purpose        text not null,
    public_jwk     jsonb,
    sealed_private bytea not null,
    created_at     timestamptz not null default clock_timestamp(),
    retired_at     timestamptz
);
create unique index on keys (purpose) where retired_at is null;
