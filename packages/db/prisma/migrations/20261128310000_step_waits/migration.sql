-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- When a step is tried again that the source has put off; null for one that is due.
ALTER TABLE kill_steps ADD COLUMN next_attempt_at timestamptz(3);
