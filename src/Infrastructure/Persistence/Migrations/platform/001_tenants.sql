-- What is global: the directory of tenants and what the web nodes share.

create table tenants (
    id            uuid primary key,
    slug          text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,30}[a-z0-9]$'),
    name          text not null,
    schema_name   text not null unique,
    region        text not null,
    currency      text not null,
    culture       text not null,
    time_zone     text not null,
    sandbox       boolean not null default false,
    accent        text not null default '#0f766e',
    logo_url      text,
    state         text not null check (state in ('provisioning', 'active', 'suspended')),
    created_at    timestamptz not null default clock_timestamp()
);
create index on tenants (region, slug);

-- ASP.NET Core Data Protection keys, shared by all nodes, sealed under the master key.
create table data_protection_keys (
    id     uuid primary key,
    name   text not null,
    sealed bytea not null
);
