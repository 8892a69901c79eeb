-- AlterTable
ALTER TABLE "source_states" ADD COLUMN "retry_at" TIMESTAMPTZ(3),
ADD COLUMN "used_percent" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "workers" (
    "worker_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ticks" INTEGER NOT NULL,
    "lag_p50" INTEGER,
    "lag_p95" INTEGER,
    "lag_max" INTEGER,
    "took_p50" INTEGER,
    "took_p95" INTEGER,
    "took_max" INTEGER,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("worker_id")
);
