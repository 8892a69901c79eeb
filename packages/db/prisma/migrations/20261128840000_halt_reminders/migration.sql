-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- When people were last reminded of a pause. A handful of rows; older versions leave it alone.
ALTER TABLE "halts" ADD COLUMN "reminded_at" TIMESTAMPTZ(3);
