-- What sealing and searching the log need besides the tables themselves.

-- The first transaction number not given out yet when the seal was made. A row of such a later transaction must stand
-- at a later position than everything sealed by then; one that does not was slipped in.
alter table seals add column next_xid xid8 not null;
create index on seals (up_to_xid, number);

-- For the rule above a transaction takes its number before its rows take their positions; by itself it would be the
-- other way round when the log is the first thing it writes.
create function log_takes_xid_first() returns trigger language plpgsql as $$
begin
    perform pg_current_xact_id();
    return null;
end $$;
create trigger log_takes_xid_first before insert on events for each statement execute function log_takes_xid_first();

create index on events (at);
create index on events (correlation_id, position);
create index on events (use_case, position);
create index on events (position) where refused;
