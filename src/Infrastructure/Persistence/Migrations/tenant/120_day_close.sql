-- The close of a day goes through all active loans, in lanes side by side, each over a range of loan ids with a progress of
-- its own; a loan that cannot be closed is set aside with its reason and taken up again.

alter table day_closes
    add column lanes     integer not null default 1 check (lanes between 1 and 64),
    add column expected  integer not null default 0,
    add column penalties integer not null default 0,
    add column failed    integer not null default 0;

create table day_close_lanes (
    day          date not null references day_closes (day),
    lane         integer not null,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    after_id     uuid not null,
    through_id   uuid,
    last_loan_id uuid,
    loans        integer not null default 0,
    reminded     integer not null default 0,
    overdue      integer not null default 0,
    grace_ended  integer not null default 0,
    penalties    integer not null default 0,
    failed       integer not null default 0,
    moved_at     timestamptz not null,
    finished_at  timestamptz,
    primary key (day, lane)
) with (fillfactor = 50);

-- A close that was under way goes on in one lane where it stopped.
insert into day_close_lanes (day, lane, after_id, last_loan_id, loans, reminded, overdue, grace_ended, moved_at)
select day, 1, '00000000-0000-0000-0000-000000000000', last_loan_id, loans, reminded, overdue, grace_ended, started_at
from day_closes where finished_at is null;
alter table day_closes drop column last_loan_id;

-- What a day brought, by lane so that lanes do not wait for each other.
create table day_close_amounts (
    day             date not null references day_closes (day),
    lane            integer not null,
    currency        text not null,
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    interest_minor  bigint not null,
    fees_minor      bigint not null,
    penalties_minor bigint not null,
    primary key (day, lane, currency)
) with (fillfactor = 50);

create table day_close_failures (
    loan_id     uuid not null references loans (id),
    day         date not null,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    reason      text not null,
    attempts    integer not null check (attempts > 0),
    failed_at   timestamptz not null,
    next_at     timestamptz not null,
    resolved_at timestamptz,
    primary key (loan_id, day)
);
create unique index loan_is_set_aside_once on day_close_failures (loan_id) where resolved_at is null;
create index on day_close_failures (day);

create table day_close_settings (
    tenant_id uuid primary key default current_setting('app.tenant_id')::uuid,
    hour      integer not null check (hour between 0 and 23)
);

create index loans_to_close on loans (id) where state = 'active';
