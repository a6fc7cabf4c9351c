-- Card money leaves a provider's clearing account when it is paid out to the bank. What a provider said is only added to.

create table provider_payouts (
    id          uuid primary key,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    provider    text not null,
    reference   text not null,
    gross_minor bigint not null check (gross_minor > 0),
    fee_minor   bigint not null,
    currency    text not null,
    paid_on     date not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    transfer_id uuid not null unique,
    check (fee_minor between 0 and gross_minor),
    unique (provider, reference)
);
create index on provider_payouts (paid_on desc, reference desc);
create index on provider_payouts (gross_minor desc, reference desc);

-- What a provider's message says about a pay-out, so that one that could not be booked by itself is seen.
alter table provider_events add column payout_ref text;
alter table provider_events add column paid_on date;
create index on provider_events (provider, payout_ref) where payout_ref is not null;

-- A payment that was exchanged may be taken back: its money leaves the position once.
alter table currency_moves drop constraint currency_moves_kind_check;
alter table currency_moves add constraint currency_moves_kind_check check (kind in ('settled', 'bought', 'sold', 'revalued', 'reversed'));
alter table currency_moves drop constraint currency_moves_payment_id_key;
alter table currency_moves add constraint currency_moves_payment_id_kind_key unique (payment_id, kind);
