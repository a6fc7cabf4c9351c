-- Which reminders a loan has been given, so that a day closed twice reminds once.
create table reminders (
    loan_id     uuid not null references loans (id),
    installment integer not null,
    kind        text not null check (kind in ('in_3_days', 'tomorrow', 'today', 'overdue', 'lock_near')),
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    day         date not null,
    primary key (loan_id, installment, kind)
);

-- Which loan came of which press of the button: pressed twice, booked once.
create table bookings (
    key       text primary key,
    tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
    loan_id   uuid not null
);

create index on loans (created_at desc, number desc);
create index on loans (standing, next_due_on) where state = 'active';
create index on installments (due_on);
create index on payments (loan_id, received_at);

-- From when a message may be tried (again). In real time, because those who carry messages live in it.
alter table messages add column due_at timestamptz not null default clock_timestamp();
create index on messages (due_at) where sent_at is null and attempts < 8;
