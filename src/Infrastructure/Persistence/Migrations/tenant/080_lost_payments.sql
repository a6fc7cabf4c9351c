-- When the provider is asked, in real time, how a wish to pay stands whose message has not come; null when it is over.
alter table payment_intents add column ask_at timestamptz default clock_timestamp() + interval '1 minute';
alter table payment_intents add column asked_at timestamptz;
alter table payment_intents add column asked integer not null default 0;
create index on payment_intents (ask_at) where state in ('waiting', 'failed') and provider_ref is not null;

-- A provider's messages name its customers: name, e-mail, phone, card. Kept are a hash, which proves what came, and what
-- we read out of it. The hash of rows older than this is the one of the text as it was stored.
alter table provider_events add column body_hash bytea;
alter table provider_events add column payment_ref text;
alter table provider_events add column checkout_ref text;
alter table provider_events add column amount_minor bigint;
alter table provider_events add column currency text;
alter table provider_events add column failure text;
alter table provider_events add column livemode boolean not null default false;
alter table provider_events add column sent_at timestamptz;
update provider_events set
    body_hash = sha256(convert_to(body::text, 'UTF8')),
    payment_ref = case when body #>> '{data,object,object}' = 'payment_intent' then body #>> '{data,object,id}' else body #>> '{data,object,payment_intent}' end,
    livemode = coalesce((body ->> 'livemode')::boolean, false),
    sent_at = to_timestamp((body ->> 'created')::bigint),
    body = '{}';
alter table provider_events drop column body;
