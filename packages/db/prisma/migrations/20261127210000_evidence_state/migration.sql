-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- AlterTable: nothing is rewritten, and workers of the version before leave the new columns alone.
ALTER TABLE "variant_monitoring" ADD COLUMN "evidence_state" DOUBLE PRECISION[],
ADD COLUMN "interactions_due" DOUBLE PRECISION,
ADD COLUMN "went_bad_at" TIMESTAMPTZ(3),
ADD COLUMN "checks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "longest_gap_ms" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "expected_low" DOUBLE PRECISION,
ADD COLUMN "holdout_draw" DOUBLE PRECISION NOT NULL DEFAULT 1,
ADD COLUMN "is_spared" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "time_out" JSONB;

-- CreateTable: what this installation alone knows.
CREATE TABLE "installation" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "holdout_key" BYTEA NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "installation_one_row" CHECK ("id" = 1)
);
INSERT INTO "installation" ("holdout_key") VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- CreateTable
CREATE TABLE "persona_reactions" (
    "persona_id" TEXT NOT NULL,
    "sessions" INTEGER NOT NULL,
    "delay_seconds" DOUBLE PRECISION,
    "delay_low" DOUBLE PRECISION,
    "delay_high" DOUBLE PRECISION,
    "delay_suggested" DOUBLE PRECISION,
    "dispersion" DOUBLE PRECISION,
    "literal_kills" INTEGER NOT NULL,
    "literal_false_kills" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "persona_reactions_pkey" PRIMARY KEY ("persona_id")
);

-- CreateTable: variants whose interactions arrive in steps, apart from their views.
CREATE TABLE "stepping_variants" (
    "account" TEXT NOT NULL,
    "monitoring_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stepping_variants_pkey" PRIMARY KEY ("account","monitoring_id")
);

-- CreateTable: kill verdicts that were spared at random, to measure the rest.
CREATE TABLE "spared_verdicts" (
    "monitoring_id" UUID NOT NULL,
    "persona_id" TEXT NOT NULL,
    "reason" "kill_reason" NOT NULL,
    "verdict_at" TIMESTAMPTZ(3) NOT NULL,
    "views" BIGINT NOT NULL,
    "interactions" BIGINT NOT NULL,
    "judged_at" TIMESTAMPTZ(3),
    "views_at_end" BIGINT,
    "interactions_at_end" BIGINT,
    "was_false" BOOLEAN,

    CONSTRAINT "spared_verdicts_pkey" PRIMARY KEY ("monitoring_id"),
    CONSTRAINT "spared_verdicts_monitoring_id_fkey" FOREIGN KEY ("monitoring_id") REFERENCES "variant_monitoring"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "spared_verdicts_verdict_at_idx" ON "spared_verdicts"("verdict_at");

-- Those whose window may still run: asked for every few seconds.
CREATE INDEX "spared_verdicts_unjudged_idx" ON "spared_verdicts"("monitoring_id") WHERE "judged_at" IS NULL;
