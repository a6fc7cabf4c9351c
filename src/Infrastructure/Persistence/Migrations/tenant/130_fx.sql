-- What currencies were worth, as sources said it; and what was done with money of other currencies, with the rate it was done at.
-- Both are only added to.

create table exchange_rates (
    id          uuid primary key,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    base        text not null,
    quote       text not null,
    rate        numeric(20,10) not null check (rate > 0),
    source      text not null,
    valid_from  timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by text not null,
    check (base <> quote),
    unique (base, quote, source, valid_from)
);
create index on exchange_rates (base, quote, valid_from desc);
create index on exchange_rates (valid_from desc, id desc);

create table currency_moves (
    number       bigint generated always as identity primary key,
    id           uuid not null unique,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    kind         text not null check (kind in ('settled', 'bought', 'sold', 'revalued')),
    currency     text not null,
    held_minor   bigint not null,
    own_currency text not null,
    cost_minor   bigint not null,
    gain_minor   bigint not null,
    rate         numeric(32,12) not null check (rate >= 0),
    rate_source  text not null,
    rate_path    text not null,
    rate_via     text,
    rate_from    timestamptz not null,
    day          date not null,
    at           timestamptz not null,
    by           text not null,
    account      text,
    transfer_id  uuid,
    payment_id   uuid unique,
    check (currency <> own_currency),
    check (kind <> 'revalued' or (held_minor = 0 and cost_minor = 0))
);
create index on currency_moves (currency, number);
