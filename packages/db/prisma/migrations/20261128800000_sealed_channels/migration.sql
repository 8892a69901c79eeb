-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Secrets of channels are encrypted at rest. Those in clear are encrypted by the next worker, which has the key; it empties
-- their columns, which stay for processes of the version before.
ALTER TABLE "channels"
  ADD COLUMN "sealed_secret" BYTEA,
  ADD COLUMN "secret_key_id" TEXT,
  ADD COLUMN "sealed_old_secret" BYTEA,
  ADD COLUMN "old_secret_key_id" TEXT,
  ALTER COLUMN "secret" DROP NOT NULL;
