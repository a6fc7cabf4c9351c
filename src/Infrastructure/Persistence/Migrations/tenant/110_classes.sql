-- Loans that go badly: how late they are in days that count, what is expected to be lost, pauses, default, charge-off, devices that came back.

alter table loans
    add column class             text not null default 'performing' check (class in ('performing', 'defaulted', 'charged_off')),
    add column charged_off       jsonb,
    add column provision_minor   bigint not null default 0 check (provision_minor >= 0),
    add column pauses            jsonb not null default '[]',
    add column lock_floor        date,
    add column late_from         date,
    add column late_at_least     integer not null default 0,
    add column device_in_stock   boolean not null default false,
    add column repossessed_minor bigint not null default 0 check (repossessed_minor >= 0),
    add column return_loss_minor bigint not null default 0 check (return_loss_minor >= 0);
update loans set lock_floor = lock_not_before, late_from = next_due_on;

-- A device that came back secures another loan while the first may still be owed.
drop index one_live_loan_per_device;
create unique index one_live_loan_per_device on loans (device_id) where state = 'active' and not device_in_stock;
create index on loans (late_from) where state = 'active';

create unique index on loan_transactions (payment_id) where kind = 'recovery';

create table loan_buckets (
    tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
    buckets   jsonb not null
);

create table device_returns (
    loan_id       uuid primary key references loans (id),
    tenant_id     uuid not null default current_setting('app.tenant_id')::uuid,
    device_id     uuid not null references devices (id),
    step          text not null check (step in ('received', 'valued', 'sold')),
    condition     text not null,
    to_stock      boolean not null,
    currency      text not null,
    value_minor   bigint check (value_minor >= 0),
    settled_minor bigint check (settled_minor between 0 and value_minor),
    price_minor   bigint check (price_minor >= 0),
    surplus_minor bigint check (surplus_minor between 0 and price_minor),
    received_on   date not null,
    valued_on     date,
    sold_on       date
);
create index on device_returns (received_on, loan_id);
