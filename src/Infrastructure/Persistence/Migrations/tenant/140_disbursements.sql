-- More is lent within a running period: from which day the rest of its interest is earned, and what had been earned by then.
alter table installments
    add column earns_from_on        date,
    add column earned_by_then_minor bigint not null default 0 check (earned_by_then_minor >= 0);
