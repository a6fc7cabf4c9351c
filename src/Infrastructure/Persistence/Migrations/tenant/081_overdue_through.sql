-- Up to which due date installments have been said to be overdue; of loans overdue already, that was the oldest unpaid one.
alter table loans add column overdue_through date;
update loans set overdue_through = next_due_on where standing <> 'current';
