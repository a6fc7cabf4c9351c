-- Accounts are closed, not deleted: the log names them.
alter table users add column disabled_at timestamptz;
alter table users add column created_at timestamptz not null default clock_timestamp();
create index on users (customer_id) where customer_id is not null;
