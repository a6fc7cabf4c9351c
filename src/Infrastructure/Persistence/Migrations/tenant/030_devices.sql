-- Devices: sessions, what of a heartbeat is in the log already, quick searches, and the end of old heartbeats.

alter table device_status
    add column session_counter bigint not null default 0,
    add column noted_sim text,
    add column noted_flags smallint not null default 0;

-- Which leases have run out. Heartbeats change no indexed column, so their updates stay on the page (HOT).
create index on device_status (paid_until) where not released;

-- Counting by state reads the index alone: row-level security needs the tenant, so it is in there.
create index devices_by_state on devices (state) include (tenant_id);
create index on devices (imei text_pattern_ops);
create index on devices (serial text_pattern_ops);
create index on loans (number text_pattern_ops);
create index on customers (phone text_pattern_ops);
-- A column of its own: behind row-level security an index over lower(name) would never be used (lower() is not leakproof).
alter table customers add column name_lower text generated always as (lower(name)) stored;
create index on customers (name_lower text_pattern_ops);

-- The application may add heartbeats and read them, and nothing else (see Walls). What has become old is deleted by the
-- owner's hand, in this one way: nothing younger than thirty days by either clock, and never more than asked for.
create function forget_heartbeats(tenant_now timestamptz, most integer) returns integer
    language plpgsql security definer set search_path from current as $$
declare
    old timestamptz := least(tenant_now, clock_timestamp() + coalesce((select moved from sandbox_clock), interval '0')) - interval '30 days';
    gone integer;
begin
    delete from heartbeats where ctid = any (array(select ctid from heartbeats where received_at < old limit most));
    get diagnostics gone = row_count;
    return gone;
end $$;
