-- Ways of selling on installments, and the limits the law sets them. Terms and policies are documents, as in contracts.

create table loan_products (
    id          uuid primary key,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    name        text not null,
    description text not null default '',
    state       text not null check (state in ('active', 'archived')),
    version     integer not null check (version > 0),
    currency    text not null,
    terms       jsonb not null,
    policy      jsonb not null,
    changed_at  timestamptz not null
);

-- Every version there was. Rows are only added.
create table loan_product_versions (
    product_id uuid not null references loan_products (id),
    version    integer not null check (version > 0),
    tenant_id  uuid not null default current_setting('app.tenant_id')::uuid,
    name       text not null,
    terms      jsonb not null,
    policy     jsonb not null,
    made_at    timestamptz not null,
    primary key (product_id, version)
);

alter table loans
    add column product_id      uuid,
    add column product_version integer,
    add foreign key (product_id, product_version) references loan_product_versions (product_id, version),
    add check ((product_id is null) = (product_version is null));
create index on loans (product_id) where product_id is not null;

create table lending_limits (
    tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
    limits    jsonb not null,
    version   integer not null
);
