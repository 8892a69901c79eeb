-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- When the session last showed that it is its person's: signed in, or confirmed. Null counts as never.
ALTER TABLE "auth_sessions" ADD COLUMN "proven_at" TIMESTAMPTZ(3);

-- Sessions used to be renewed without an end.
UPDATE "auth_sessions"
    SET "expires_at" = least("expires_at", "created_at" + interval '7 days', now() + interval '24 hours');
