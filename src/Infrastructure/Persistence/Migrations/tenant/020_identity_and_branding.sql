-- The one open sign-in code of a phone number; phone and code are keyed hashes. Rows go after a day.
create table sign_in_codes (
    phone_hash   bytea primary key,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    code_hash    bytea not null,
    requested_at timestamptz not null,
    expires_at   timestamptz not null,
    tries        integer not null,
    requests     integer not null,
    window_from  timestamptz not null
);
create index on sign_in_codes (requested_at);

-- How the merchant looks; the platform's directory holds a copy of accent and logo_url.
create table branding (
    tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
    accent    text not null,
    logo      bytea,
    logo_type text check (logo_type in ('image/png', 'image/webp')),
    logo_url  text,
    version   integer not null
);

-- What is past due, and the next date on which something is due.
create index installments_unpaid on installments (due_on)
    where paid_principal_minor < principal_minor or paid_interest_minor < interest_minor;
