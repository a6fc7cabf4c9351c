-- Devices that show locked and wait for nothing: looked through every half minute for those that are paid.
create index locked_and_idle on device_status (device_id) where reported_state = 'locked' and not live_order;
