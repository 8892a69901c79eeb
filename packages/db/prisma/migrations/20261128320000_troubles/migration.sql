-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Views that posts of an account got, since its calls are limited by them.
ALTER TYPE "account_usage_kind" ADD VALUE 'views';

-- What people have been told of and that lasts; `subject` is an account, `default`, or `engine`.
CREATE TABLE "troubles" (
    "subject" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "troubles_pkey" PRIMARY KEY ("subject","kind")
);

-- How often a worker checks an account's variants against how often it should, in seconds, and what the source tells of its limit.
ALTER TABLE "account_reports"
    ADD COLUMN "wanted_interval" DOUBLE PRECISION,
    ADD COLUMN "achieved_interval" DOUBLE PRECISION,
    ADD COLUMN "behind_cause" TEXT,
    ADD COLUMN "wanted_per_second" DOUBLE PRECISION NOT NULL DEFAULT 0,
    ADD COLUMN "calls_per_day" DOUBLE PRECISION;

-- Between the last two checks of a live variant, and as it was planned; nothing is rewritten.
ALTER TABLE "variant_monitoring"
    ADD COLUMN "check_gap_ms" INTEGER,
    ADD COLUMN "wanted_gap_ms" INTEGER;
