-- CreateEnum
CREATE TYPE "sample_source" AS ENUM ('threads', 'push');

-- CreateEnum
CREATE TYPE "monitoring_status" AS ENUM ('monitoring', 'killed', 'timed_out', 'stopped');

-- CreateEnum
CREATE TYPE "kill_reason" AS ENUM ('below_threshold', 'manual');

-- CreateEnum
CREATE TYPE "kill_step_kind" AS ENUM ('remove_from_pool', 'cancel_scheduled_posts', 'delete_post');

-- CreateEnum
CREATE TYPE "kill_step_state" AS ENUM ('pending', 'done', 'failed');

-- CreateEnum
CREATE TYPE "scope_type" AS ENUM ('global', 'persona', 'campaign', 'variant');

-- CreateEnum
CREATE TYPE "policy_action" AS ENUM ('set', 'clear');

-- CreateTable
CREATE TABLE "variants" (
    "id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "campaign_id" TEXT,
    "content" TEXT,
    "cost_per_view" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "variants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool_memberships" (
    "variant_id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "left_reason" TEXT,

    CONSTRAINT "pool_memberships_pkey" PRIMARY KEY ("variant_id")
);

-- CreateTable
CREATE TABLE "scheduled_posts" (
    "variant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "publish_at" TIMESTAMPTZ(3) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "scheduled_posts_pkey" PRIMARY KEY ("variant_id","id")
);

-- CreateTable
CREATE TABLE "variant_monitoring" (
    "id" UUID NOT NULL,
    "variant_id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "campaign_id" TEXT,
    "post_id" TEXT NOT NULL,
    "source" "sample_source" NOT NULL,
    "shard" SMALLINT NOT NULL,
    "status" "monitoring_status" NOT NULL DEFAULT 'monitoring',
    "expected_engagement_rate" DOUBLE PRECISION NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "deadline_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "views" BIGINT,
    "interactions" BIGINT,
    "last_sample_at" TIMESTAMPTZ(3),
    "breaches" INTEGER NOT NULL DEFAULT 0,
    "warned" BOOLEAN NOT NULL DEFAULT false,
    "risk" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "data_quality" TEXT NOT NULL DEFAULT 'no_data',
    "kill_reason" "kill_reason",
    "kill_reason_text" TEXT,
    "observed_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "policy" JSONB,
    "policy_version" INTEGER,
    "changed_xid" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,

    CONSTRAINT "variant_monitoring_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_snapshots" (
    "monitoring_id" UUID NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "views" BIGINT NOT NULL,
    "interactions" BIGINT NOT NULL,
    "breakdown" JSONB,

    CONSTRAINT "metric_snapshots_pkey" PRIMARY KEY ("monitoring_id","observed_at")
) PARTITION BY RANGE ("observed_at");

-- Readings of a day for which no partition was made yet (a clock gone wrong, retention not run) are kept here.
CREATE TABLE "metric_snapshots_default" PARTITION OF "metric_snapshots" DEFAULT;

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "monitoring_id" UUID NOT NULL,
    "variant_id" TEXT NOT NULL,
    "persona_id" TEXT NOT NULL,
    "campaign_id" TEXT,
    "outcome" "monitoring_status" NOT NULL,
    "reason" "kill_reason",
    "text" TEXT NOT NULL,
    "explanation" JSONB NOT NULL,
    "policy" JSONB NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "note" TEXT,
    "observed_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "kill_steps" (
    "id" UUID NOT NULL,
    "monitoring_id" UUID NOT NULL,
    "kind" "kill_step_kind" NOT NULL,
    "state" "kill_step_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kill_steps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policies" (
    "scope_type" "scope_type" NOT NULL,
    "scope_id" TEXT NOT NULL DEFAULT '',
    "values" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_xid" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "policies_pkey" PRIMARY KEY ("scope_type","scope_id")
);

-- CreateTable
CREATE TABLE "policy_history" (
    "version" SERIAL NOT NULL,
    "scope_type" "scope_type" NOT NULL,
    "scope_id" TEXT NOT NULL DEFAULT '',
    "action" "policy_action" NOT NULL,
    "values" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_history_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "events" (
    "id" BIGSERIAL NOT NULL,
    "transaction_id" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "monitoring_id" UUID,
    "variant_id" TEXT,
    "persona_id" TEXT,
    "data" JSONB NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shards" (
    "shard" SMALLINT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "ticked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shards_pkey" PRIMARY KEY ("shard")
);

-- CreateTable
CREATE TABLE "source_states" (
    "source" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "detail" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "source_states_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_users" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_sessions" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "auth_verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_verifications_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "variants_persona_id_idx" ON "variants"("persona_id");

-- CreateIndex
CREATE INDEX "variant_monitoring_variant_id_started_at_idx" ON "variant_monitoring"("variant_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "variant_monitoring_persona_id_started_at_idx" ON "variant_monitoring"("persona_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "variant_monitoring_campaign_id_started_at_idx" ON "variant_monitoring"("campaign_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "variant_monitoring_started_at_id_idx" ON "variant_monitoring"("started_at" DESC, "id");

-- CreateIndex
CREATE INDEX "variant_monitoring_shard_changed_xid_idx" ON "variant_monitoring"("shard", "changed_xid");

-- CreateIndex
CREATE INDEX "decisions_decided_at_id_idx" ON "decisions"("decided_at" DESC, "id");

-- CreateIndex
CREATE INDEX "decisions_persona_id_decided_at_idx" ON "decisions"("persona_id", "decided_at" DESC);

-- CreateIndex
CREATE INDEX "decisions_monitoring_id_idx" ON "decisions"("monitoring_id");

-- CreateIndex
CREATE UNIQUE INDEX "kill_steps_monitoring_id_kind_key" ON "kill_steps"("monitoring_id", "kind");

-- CreateIndex
CREATE INDEX "policies_changed_xid_idx" ON "policies"("changed_xid");

-- CreateIndex
CREATE INDEX "policy_history_scope_type_scope_id_version_idx" ON "policy_history"("scope_type", "scope_id", "version" DESC);

-- CreateIndex
CREATE INDEX "events_transaction_id_id_idx" ON "events"("transaction_id", "id");

-- CreateIndex
CREATE INDEX "events_variant_id_id_idx" ON "events"("variant_id", "id");

-- CreateIndex
CREATE INDEX "events_monitoring_id_idx" ON "events"("monitoring_id");

-- CreateIndex
CREATE INDEX "events_type_at_idx" ON "events"("type", "at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "auth_users_email_key" ON "auth_users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "auth_sessions_token_key" ON "auth_sessions"("token");

-- CreateIndex
CREATE INDEX "auth_sessions_user_id_idx" ON "auth_sessions"("user_id");

-- CreateIndex
CREATE INDEX "auth_accounts_user_id_idx" ON "auth_accounts"("user_id");

-- CreateIndex
CREATE INDEX "auth_verifications_identifier_idx" ON "auth_verifications"("identifier");

-- AddForeignKey
ALTER TABLE "pool_memberships" ADD CONSTRAINT "pool_memberships_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scheduled_posts" ADD CONSTRAINT "scheduled_posts_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant_monitoring" ADD CONSTRAINT "variant_monitoring_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_monitoring_id_fkey" FOREIGN KEY ("monitoring_id") REFERENCES "variant_monitoring"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "kill_steps" ADD CONSTRAINT "kill_steps_monitoring_id_fkey" FOREIGN KEY ("monitoring_id") REFERENCES "variant_monitoring"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_sessions" ADD CONSTRAINT "auth_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "auth_accounts" ADD CONSTRAINT "auth_accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_users"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- One live session a variant: a second posting loses here, whatever the timing.
CREATE UNIQUE INDEX "variant_monitoring_live_variant_key" ON "variant_monitoring"("variant_id") WHERE "status" = 'monitoring';

-- What a tick asks: the live sessions of a shard, and those whose deadline has passed.
CREATE INDEX "variant_monitoring_live_shard_deadline_at_idx" ON "variant_monitoring"("shard", "deadline_at") WHERE "status" = 'monitoring';

-- Posts that a kill has to cancel.
CREATE INDEX "scheduled_posts_open_idx" ON "scheduled_posts"("variant_id") WHERE "cancelled_at" IS NULL;

-- Steps that the reconcile pass puts back on the queue.
CREATE INDEX "kill_steps_unfinished_idx" ON "kill_steps"("updated_at") WHERE "state" <> 'done';

-- Counters change every second while no indexed column does: room on the page keeps those updates off the indexes.
ALTER TABLE "variant_monitoring" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
