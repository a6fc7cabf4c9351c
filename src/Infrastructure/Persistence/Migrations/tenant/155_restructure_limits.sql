-- Who said last what one person may decide alone, and when; unknown of what was set before this was kept.
alter table restructure_limits
    add column set_by text,
    add column set_at timestamptz;
