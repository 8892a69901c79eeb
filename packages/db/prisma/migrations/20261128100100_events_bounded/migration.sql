-- The event log becomes partitioned by week, in three steps that each hold their lock for a moment only. The log so far
-- becomes the first partition, up to a week that is still to come: the name of the check says which one.
SET LOCAL lock_timeout = '5s';
DO $$
DECLARE
  bound date := to_timestamp(ceil(extract(epoch FROM now() + interval '14 days') / 604800) * 604800) AT TIME ZONE 'UTC';
BEGIN
  EXECUTE format('ALTER TABLE "events" ADD CONSTRAINT %I CHECK ("at" < %L) NOT VALID',
                 'events_before_' || to_char(bound, 'YYYYMMDD'), to_char(bound, 'YYYY-MM-DD"T00:00:00Z"'));
END $$;
