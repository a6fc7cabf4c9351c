-- How loans stood at the ends of weeks and months, by their exact days past due instead of by classes: a merchant chooses the
-- classes, and whatever is chosen, the past is grouped by it. Months of booking are apart, or each day would hold every pair of both.
-- The days that were counted by class are counted again from what was recorded by then.
drop table portfolio_days;

create table portfolio_ages (
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    day             date not null,
    kind            text not null,
    product_id      uuid,
    days_late       integer not null check (days_late >= 0),
    loans           integer not null check (loans > 0),
    principal_minor bigint not null check (principal_minor >= 0),
    late_minor      bigint not null check (late_minor >= 0),
    unique nulls not distinct (day, kind, product_id, days_late)
);

-- Loans that owe nothing any more are in it: of every day that was counted there is a row.
create table portfolio_vintages (
    tenant_id       uuid not null default current_setting('app.tenant_id')::uuid,
    day             date not null,
    kind            text not null,
    product_id      uuid,
    booked_in       date not null check (booked_in = date_trunc('month', booked_in)),
    booked_minor    bigint not null,
    principal_minor bigint not null check (principal_minor >= 0),
    risk_minor      bigint not null check (risk_minor >= 0),
    unique nulls not distinct (day, kind, product_id, booked_in)
);
