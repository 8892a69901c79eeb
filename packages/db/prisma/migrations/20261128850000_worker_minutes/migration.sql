SET LOCAL lock_timeout = '5s';

-- How each worker did in each minute. Older versions neither write nor read it.
CREATE TABLE "worker_minutes" (
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "worker_id" TEXT NOT NULL,
    "ticks" INTEGER NOT NULL,
    "lag_p95" INTEGER,
    "took_p95" INTEGER,
    "source_calls" INTEGER NOT NULL,
    "source_p95" INTEGER,

    CONSTRAINT "worker_minutes_pkey" PRIMARY KEY ("minute", "worker_id")
);
