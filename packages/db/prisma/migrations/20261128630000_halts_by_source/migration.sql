-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Whose counters are false: an account, `default` or `push`; empty for all. A handful of rows.
ALTER TABLE "halts" ADD COLUMN "source" TEXT NOT NULL DEFAULT '';
ALTER TABLE "halts" DROP CONSTRAINT "halts_pkey";
ALTER TABLE "halts" ADD CONSTRAINT "halts_pkey" PRIMARY KEY ("kind", "persona_id", "source");
