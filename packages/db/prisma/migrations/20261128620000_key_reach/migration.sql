-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Who made the key (null for those made before it was kept), and what it is narrowed to: empty is not narrowed. Nothing is rewritten.
ALTER TABLE "api_keys"
    ADD COLUMN "created_by" TEXT,
    ADD COLUMN "persona_ids" TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN "sources" TEXT[] NOT NULL DEFAULT '{}';
