-- Whoever finishes an interrupted provisioning must know for whom; the copy of a look must not overwrite a newer one.
alter table tenants add column first_admin_name text not null default '';
alter table tenants add column first_admin_email text not null default '';
alter table tenants add column branding_version integer not null default 0;
create index on tenants (id) where state = 'provisioning';
