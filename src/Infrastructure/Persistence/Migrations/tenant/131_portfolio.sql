-- How the portfolio stood at the ends of weeks and months, by device kind, month of booking and days past due: a few hundred rows
-- each, so that years of it are read in milliseconds. Written once when the day is over, from what was recorded by then. days_from is the
-- first day of the bucket as buckets were on that day, -1 for loans that owe nothing.
create table portfolio_days (
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    day             date not null,
    kind            text not null,
    booked_in       date not null check (booked_in = date_trunc('month', booked_in)),
    days_from       integer not null check (days_from >= -1),
    loans           integer not null check (loans > 0),
    booked_minor    bigint not null,
    principal_minor bigint not null check (principal_minor >= 0),
    owed_minor      bigint not null check (owed_minor >= 0),
    late_minor      bigint not null check (late_minor >= 0),
    risk_minor      bigint not null check (risk_minor >= 0),
    primary key (day, kind, booked_in, days_from)
);

create index on loan_transactions (effective_on) include (loan_id, amount_minor) where kind = 'payment';
create index on loan_transactions (loan_id, reverses) where kind = 'reversal';
