-- What the books hold by themselves, whoever writes and in whatever way.
--
-- Entries are checked once per statement over the rows it wrote, not once per row at the end: each statement adds nothing
-- but whole transfers that sum to zero, so their sum is always zero. A transfer's lines are 1..n of one statement, and the
-- primary key keeps a second statement from adding to it. What foreign keys did row by row is done here in the same look;
-- a key to an account would lock the row of a busy one again and again.
--
-- Who writes holds the books with others; who closes an account or a period, or changes a guard, holds them alone. So
-- nothing is written past a close that was not yet seen. The functions run as the owner on names that nobody can put
-- something else in front of.

alter table ledger_accounts
    add column guard text not null default 'none' check (guard in ('none', 'debits_within_credits', 'credits_within_debits')),
    add column closed_at timestamptz;

alter table ledger_transfers
    add column effective_on date,
    add column phase text not null default 'posted' check (phase in ('posted', 'pending', 'posting', 'voiding')),
    add column pending_id uuid,
    add column expires_at timestamptz,
    add column reverses_id uuid,
    add column chain_id uuid,
    add column written_by text,
    add column reason text,
    add check ((phase in ('posting', 'voiding')) = (pending_id is not null)),
    add check ((phase = 'pending') = (expires_at is not null));
update ledger_transfers set effective_on = booked_on;
alter table ledger_transfers alter column effective_on set not null;
create unique index pending_is_resolved_once on ledger_transfers (pending_id) where pending_id is not null;
create unique index journal_is_reversed_once on ledger_transfers (reverses_id) where reverses_id is not null;
create index on ledger_transfers (expires_at) where phase = 'pending';
create index on ledger_transfers (booked_on, id);

drop trigger ledger_entries_balance on ledger_entries;
drop function ledger_must_balance();
alter table ledger_entries add column booked_on date;
update ledger_entries e set booked_on = t.booked_on from ledger_transfers t where t.id = e.transfer_id;
alter table ledger_entries alter column booked_on set not null;
alter table ledger_entries drop constraint ledger_entries_transfer_id_fkey, drop constraint ledger_entries_account_id_fkey;
drop index ledger_entries_account_id_idx;
create index on ledger_entries (account_id, booked_on);

-- The lines of a pending transfer. They are no entries: they hold money back and move none.
create table ledger_reservations (
    transfer_id  uuid not null,
    line         smallint not null,
    tenant_id    uuid not null default current_setting('app.tenant_id')::uuid,
    account_id   uuid not null,
    amount_minor bigint not null check (amount_minor <> 0),
    currency     text not null,
    primary key (transfer_id, line)
);
create index on ledger_reservations (account_id);

-- Only guarded accounts have a row here, and only the functions below write it.
create table ledger_balances (
    account_id     uuid primary key,
    tenant_id      uuid not null default current_setting('app.tenant_id')::uuid,
    posted_minor   bigint not null,
    reserved_minor bigint not null
) with (fillfactor = 50);

-- Up to which day the books are closed is what the last row says; null for not at all.
create table ledger_periods (
    number    bigint generated always as identity primary key,
    tenant_id uuid not null default current_setting('app.tenant_id')::uuid,
    step      text not null check (step in ('closed', 'reopened')),
    through   date,
    at        timestamptz not null,
    actor     text not null,
    reason    text,
    check (step = 'reopened' or through is not null)
);

create table book_proofs (
    id          uuid primary key,
    tenant_id   uuid not null default current_setting('app.tenant_id')::uuid,
    at          timestamptz not null,
    day         date not null,
    asked_by    text not null,
    checked     integer not null,
    differences integer not null,
    rows        jsonb not null
);
create index on book_proofs (at);

-- The functions below take the share by themselves, without the cost of a call.
create function ledger_share() returns void language sql as $$
    select pg_advisory_xact_lock_shared(hashtextextended(current_setting('app.tenant_id') || ':books', 0))
$$;

create function ledger_alone() returns void language sql as $$
    select pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant_id') || ':books', 0))
$$;

-- The day a movement of this day is booked on: the day itself, or the first that is still open.
create function ledger_open_day(wished date) returns date language sql stable as $$
    select greatest(wished, (select through + 1 from ledger_periods order by number desc limit 1))
$$;

-- What of a pending amount may hurt an account with this guard. Money that may come counts for nothing until it came.
create function ledger_at_stake(guard text, amount bigint) returns bigint language sql immutable as $$
    select case guard when 'debits_within_credits' then greatest(amount, 0) when 'credits_within_debits' then least(amount, 0) else 0 end
$$;

create function ledger_guard(accounts uuid[]) returns void language plpgsql as $$
declare passed text;
begin
    select a.code || ' ' || a.currency into passed
    from ledger_balances b join ledger_accounts a on a.id = b.account_id
    where b.account_id = any (accounts)
      and case a.guard when 'debits_within_credits' then b.posted_minor + b.reserved_minor > 0
                       when 'credits_within_debits' then b.posted_minor + b.reserved_minor < 0 end
    limit 1;
    if found then
        raise exception 'the guard of ledger account % is passed', passed using errcode = 'check_violation', constraint = 'ledger_guard', hint = passed;
    end if;
end $$;

create function ledger_transfers_written() returns trigger language plpgsql security definer as $$
declare earliest date; resolving boolean; closed date; wrong text;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(current_setting('app.tenant_id') || ':books', 0));
    select min(booked_on), bool_or(pending_id is not null) into earliest, resolving from fresh;
    select through into closed from ledger_periods order by number desc limit 1;
    if earliest <= closed then
        raise exception 'the books are closed through %', closed using errcode = 'check_violation', constraint = 'ledger_period_closed', hint = closed::text;
    end if;
    if not resolving then return null; end if;

    select case when p.id is null or p.phase <> 'pending' then 'ledger_pending_unknown' else 'ledger_pending_expired' end into wrong
    from fresh f left join ledger_transfers p on p.id = f.pending_id
    where f.pending_id is not null and (p.id is null or p.phase <> 'pending' or (f.phase = 'posting' and f.at >= p.expires_at))
    limit 1;
    if found then
        raise exception 'a pending transfer cannot be resolved so: %', wrong using errcode = 'check_violation', constraint = wrong;
    end if;
    perform from ledger_balances b
    where b.account_id in (select r.account_id from fresh f join ledger_reservations r on r.transfer_id = f.pending_id)
    order by b.account_id for update;
    update ledger_balances b set reserved_minor = b.reserved_minor - s.amount
    from (select r.account_id, sum(ledger_at_stake(a.guard, r.amount_minor))::bigint as amount
          from fresh f join ledger_reservations r on r.transfer_id = f.pending_id join ledger_accounts a on a.id = r.account_id
          group by r.account_id) s
    where b.account_id = s.account_id;
    return null;
end $$;
create trigger ledger_transfers_written after insert on ledger_transfers
    referencing new table as fresh for each statement execute function ledger_transfers_written();

create function ledger_entries_written() returns trigger language plpgsql security definer as $$
declare wrong uuid; bad text; guarded boolean; posting boolean;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(current_setting('app.tenant_id') || ':books', 0));
    select g.transfer_id into wrong
    from (select transfer_id, sum(amount_minor) as off, min(line) as first, max(line) as last, count(*) as lines
          from fresh group by transfer_id, currency) g
    group by g.transfer_id having bool_or(g.off <> 0) or min(g.first) <> 1 or max(g.last) <> sum(g.lines) limit 1;
    if found then
        raise exception 'ledger transfer % does not balance or is not written whole', wrong using errcode = 'check_violation', constraint = 'ledger_balanced';
    end if;

    select max(case when t.id is null or t.booked_on <> f.booked_on or t.phase not in ('posted', 'posting') then 'ledger_transfer_unknown'
                    when a.id is null or a.currency <> f.currency then 'ledger_account_unknown'
                    when a.closed_at is not null then 'ledger_account_closed' end),
           bool_or(a.guard <> 'none'), bool_or(t.phase = 'posting')
    into bad, guarded, posting
    from fresh f
    left join lateral (select t.id, t.booked_on, t.phase from ledger_transfers t where t.id = f.transfer_id limit 1) t on true
    left join lateral (select a.id, a.currency, a.guard, a.closed_at from ledger_accounts a where a.id = f.account_id limit 1) a on true;
    if bad is not null then
        raise exception 'an entry cannot be written: %', bad using errcode = 'check_violation', constraint = bad,
            hint = coalesce((select min(a.code || ' ' || a.currency) from fresh f join ledger_accounts a on a.id = f.account_id where a.closed_at is not null), '');
    end if;

    if posting and exists (
        select from (select f.transfer_id, f.account_id, sum(f.amount_minor) as amount from fresh f group by 1, 2) s
        join ledger_transfers t on t.id = s.transfer_id and t.phase = 'posting'
        left join lateral (select sum(r.amount_minor) as amount from ledger_reservations r
                           where r.transfer_id = t.pending_id and r.account_id = s.account_id) held on true
        where held.amount is null or sign(s.amount) <> sign(held.amount) or abs(s.amount) > abs(held.amount))
    then
        raise exception 'more is posted than was reserved' using errcode = 'check_violation', constraint = 'ledger_beyond_reserved';
    end if;

    if guarded then
        perform from ledger_balances b where b.account_id in (select f.account_id from fresh f) order by b.account_id for update;
        update ledger_balances b set posted_minor = b.posted_minor + s.amount
        from (select account_id, sum(amount_minor)::bigint as amount from fresh group by account_id) s
        where b.account_id = s.account_id;
        perform ledger_guard(array(select distinct account_id from fresh));
    end if;
    return null;
end $$;
create trigger ledger_entries_written after insert on ledger_entries
    referencing new table as fresh for each statement execute function ledger_entries_written();

create function ledger_reservations_written() returns trigger language plpgsql security definer as $$
declare wrong uuid; bad text; guarded boolean;
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(current_setting('app.tenant_id') || ':books', 0));
    select g.transfer_id into wrong
    from (select transfer_id, sum(amount_minor) as off, min(line) as first, max(line) as last, count(*) as lines
          from fresh group by transfer_id, currency) g
    group by g.transfer_id having bool_or(g.off <> 0) or min(g.first) <> 1 or max(g.last) <> sum(g.lines) limit 1;
    if found then
        raise exception 'pending transfer % does not balance or is not written whole', wrong using errcode = 'check_violation', constraint = 'ledger_balanced';
    end if;

    select max(case when t.id is null or t.phase <> 'pending' then 'ledger_transfer_unknown'
                    when a.id is null or a.currency <> f.currency then 'ledger_account_unknown'
                    when a.closed_at is not null then 'ledger_account_closed' end),
           bool_or(a.guard <> 'none')
    into bad, guarded
    from fresh f
    left join lateral (select t.id, t.booked_on, t.phase from ledger_transfers t where t.id = f.transfer_id limit 1) t on true
    left join lateral (select a.id, a.currency, a.guard, a.closed_at from ledger_accounts a where a.id = f.account_id limit 1) a on true;
    if bad is not null then
        raise exception 'nothing can be reserved: %', bad using errcode = 'check_violation', constraint = bad,
            hint = coalesce((select min(a.code || ' ' || a.currency) from fresh f join ledger_accounts a on a.id = f.account_id where a.closed_at is not null), '');
    end if;

    if guarded then
        perform from ledger_balances b where b.account_id in (select f.account_id from fresh f) order by b.account_id for update;
        update ledger_balances b set reserved_minor = b.reserved_minor + s.amount
        from (select f.account_id, sum(ledger_at_stake(a.guard, f.amount_minor))::bigint as amount
              from fresh f join ledger_accounts a on a.id = f.account_id group by f.account_id) s
        where b.account_id = s.account_id;
        perform ledger_guard(array(select distinct account_id from fresh));
    end if;
    return null;
end $$;
create trigger ledger_reservations_written after insert on ledger_reservations
    referencing new table as fresh for each statement execute function ledger_reservations_written();

create function ledger_account_changed() returns trigger language plpgsql security definer as $$
declare posted bigint; staked bigint; open boolean;
begin
    if tg_op = 'UPDATE' then
        if (new.id, new.tenant_id, new.code, new.kind, new.currency) is distinct from (old.id, old.tenant_id, old.code, old.kind, old.currency) then
            raise exception 'an account keeps its code, kind and currency' using errcode = 'check_violation', constraint = 'ledger_account_keeps';
        end if;
        if new.guard = old.guard and new.closed_at is not distinct from old.closed_at then return null; end if;
        perform ledger_alone();
    end if;
    select coalesce(sum(amount_minor), 0) into posted from ledger_entries where account_id = new.id;
    select coalesce(sum(ledger_at_stake(new.guard, r.amount_minor)), 0), count(*) > 0 into staked, open
    from ledger_reservations r
    where r.account_id = new.id and not exists (select from ledger_transfers t where t.pending_id = r.transfer_id);
    if new.closed_at is not null and (posted <> 0 or open) then
        raise exception 'account % is not empty', new.code using errcode = 'check_violation', constraint = 'ledger_account_not_empty';
    end if;
    if tg_op = 'INSERT' or new.guard <> old.guard then
        delete from ledger_balances where account_id = new.id;
        if new.guard <> 'none' then
            insert into ledger_balances (account_id, posted_minor, reserved_minor) values (new.id, posted, staked);
            perform ledger_guard(array[new.id]);
        end if;
    end if;
    return null;
end $$;
create trigger ledger_account_changed after update on ledger_accounts for each row execute function ledger_account_changed();
create trigger ledger_account_opened after insert on ledger_accounts for each row when (new.guard <> 'none') execute function ledger_account_changed();

create function ledger_period_moves() returns trigger language plpgsql security definer as $$
declare closed date;
begin
    perform ledger_alone();
    select through into closed from ledger_periods order by number desc limit 1;
    if new.step = 'closed' and new.through <= closed then
        raise exception 'the books are closed through % already', closed using errcode = 'check_violation', constraint = 'ledger_period_closed', hint = closed::text;
    end if;
    return new;
end $$;
create trigger ledger_period_moves before insert on ledger_periods for each row execute function ledger_period_moves();

-- The application's role has no right to; this stops whoever has.
create function ledger_stands() returns trigger language plpgsql as $$
begin
    raise exception 'what is in the books is never changed; write a transfer that puts it right' using errcode = 'restrict_violation';
end $$;
create trigger ledger_stands before update or delete or truncate on ledger_transfers for each statement execute function ledger_stands();
create trigger ledger_stands before update or delete or truncate on ledger_entries for each statement execute function ledger_stands();
create trigger ledger_stands before update or delete or truncate on ledger_reservations for each statement execute function ledger_stands();
create trigger ledger_stands before update or delete or truncate on ledger_periods for each statement execute function ledger_stands();
create trigger ledger_stands before delete or truncate on ledger_accounts for each statement execute function ledger_stands();

do $$
declare name text;
begin
    foreach name in array array['ledger_transfers_written()', 'ledger_entries_written()', 'ledger_reservations_written()',
                                'ledger_account_changed()', 'ledger_period_moves()'] loop
        execute format('alter function %s set search_path = %I, pg_temp', name, current_schema());
        -- What was planned while the tables were small is kept as long as the connection: it must fit large ones too. So
        -- do the joins above that look up row by row.
        execute format('alter function %s set enable_seqscan = off', name);
    end loop;
end $$;

-- Credit and unmatched money are owed: there is never less than nothing of them.
update ledger_accounts set guard = 'debits_within_credits' where code in ('2100', '2200');
