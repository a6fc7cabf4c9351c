-- The last seals of every log as they were noted outside that log, so that a log cut off at its end does not look whole.
create table seal_heads (
    tenant   uuid not null,
    number   bigint not null,
    hash     bytea not null,
    noted_at timestamptz not null default clock_timestamp(),
    primary key (tenant, number)
);
