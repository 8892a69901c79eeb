-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- AlterEnum
ALTER TYPE "sample_source" ADD VALUE 'http' BEFORE 'push';

-- CreateEnum
CREATE TYPE "account_platform" AS ENUM ('threads', 'http');

-- CreateEnum
CREATE TYPE "account_state" AS ENUM ('ok', 'limited', 'unreachable', 'token_invalid', 'paused');

-- CreateEnum
CREATE TYPE "account_usage_kind" AS ENUM ('calls', 'removals');

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "platform" "account_platform" NOT NULL,
    "base_url" TEXT,
    "options" JSONB NOT NULL,
    "secrets" BYTEA,
    "secrets_key_id" TEXT,
    "token_expires_at" TIMESTAMPTZ(3),
    "token_refreshed_at" TIMESTAMPTZ(3),
    "token_problem" TEXT,
    "refresh_failures" INTEGER NOT NULL DEFAULT 0,
    "refresh_after" TIMESTAMPTZ(3),
    "expiry_announced_at" TIMESTAMPTZ(3),
    "paused_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id"),
    -- What is encrypted names its key; what is removed keeps no secret.
    CONSTRAINT "accounts_secrets_named" CHECK (("secrets" IS NULL) = ("secrets_key_id" IS NULL)),
    CONSTRAINT "accounts_removed_empty" CHECK ("removed_at" IS NULL OR "secrets" IS NULL)
);

-- The name of a removed account is free again; names that differ in case alone would be taken for one another.
CREATE UNIQUE INDEX "accounts_name_key" ON "accounts"(lower("name")) WHERE "removed_at" IS NULL;

-- CreateTable
CREATE TABLE "account_personas" (
    "persona_id" TEXT NOT NULL,
    "account_id" UUID NOT NULL,

    CONSTRAINT "account_personas_pkey" PRIMARY KEY ("persona_id"),
    CONSTRAINT "account_personas_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "account_personas_account_id_idx" ON "account_personas"("account_id");

-- CreateTable: how an account does, by each worker's own last report. The environment's account is called default.
CREATE TABLE "account_reports" (
    "account_id" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "live" INTEGER NOT NULL,
    "checks_per_second" DOUBLE PRECISION NOT NULL,
    "interval_p50" DOUBLE PRECISION,
    "interval_p95" DOUBLE PRECISION,
    "state" "account_state" NOT NULL,
    "detail" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "retry_at" TIMESTAMPTZ(3),
    "used_percent" DOUBLE PRECISION,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_reports_pkey" PRIMARY KEY ("account_id","worker_id")
);

-- CreateTable: what was used of an account's budgets, by hour.
CREATE TABLE "account_usage" (
    "account_id" TEXT NOT NULL,
    "kind" "account_usage_kind" NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "used" BIGINT NOT NULL,

    CONSTRAINT "account_usage_pkey" PRIMARY KEY ("account_id","kind","hour")
);

-- AlterTable: nothing is rewritten; without an account a session is read through the environment's. No foreign key, which would
-- have every session looked at: accounts are never deleted.
ALTER TABLE "variant_monitoring" ADD COLUMN "account_id" UUID;
