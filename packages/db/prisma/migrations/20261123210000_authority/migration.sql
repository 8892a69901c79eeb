-- CreateEnum
CREATE TYPE "decision_outcome" AS ENUM ('killed', 'timed_out', 'stopped', 'would_have_killed', 'approval_requested', 'dismissed', 'revived');

-- CreateEnum
CREATE TYPE "halt_kind" AS ENUM ('paused', 'breaker');

-- AlterTable
ALTER TABLE "decisions" ADD COLUMN "hold_cause" TEXT;
ALTER TABLE "decisions" ALTER COLUMN "outcome" TYPE "decision_outcome" USING "outcome"::text::"decision_outcome";

-- AlterTable
ALTER TABLE "variant_monitoring" ADD COLUMN "extended_seconds" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "is_protected" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "hold_cause" TEXT,
ADD COLUMN "hold_reason" "kill_reason",
ADD COLUMN "hold_since" TIMESTAMPTZ(3),
ADD COLUMN "later_views" BIGINT,
ADD COLUMN "later_interactions" BIGINT,
ADD COLUMN "later_sample_at" TIMESTAMPTZ(3),
ADD COLUMN "regretted" BOOLEAN,
ADD COLUMN "revived_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "halts" (
    "kind" "halt_kind" NOT NULL,
    "persona_id" TEXT NOT NULL DEFAULT '',
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "halts_pkey" PRIMARY KEY ("kind","persona_id")
);

-- Killed sessions whose variant is still looked at, and those that wait for a person.
CREATE INDEX "variant_monitoring_unjudged_idx" ON "variant_monitoring"("deadline_at") WHERE "status" = 'killed' AND "regretted" IS NULL;
CREATE INDEX "variant_monitoring_approval_idx" ON "variant_monitoring"("hold_since") WHERE "status" = 'monitoring' AND "hold_cause" = 'approval';

-- How many kills there were within a minute is asked before every kill that a limit applies to.
CREATE INDEX "decisions_kills_idx" ON "decisions"("decided_at", "persona_id") WHERE "outcome" = 'killed' AND "reason" <> 'manual';

-- A pool's size is asked before a kill that may not leave it too small.
CREATE INDEX "pool_memberships_members_idx" ON "pool_memberships"("persona_id") WHERE "left_at" IS NULL;
