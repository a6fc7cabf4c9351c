-- What a wish to pay by card became, so that the page the customer comes back to can show the receipt.
alter table payment_intents add column payment_id uuid references payments (id);

-- The loan unmatched money was meant for, where that is known.
alter table unmatched_payments add column loan_id uuid references loans (id);

create index on payments (customer_id, received_at desc, id desc);
create index on unmatched_payments (received_at, id) where settled_at is null;
