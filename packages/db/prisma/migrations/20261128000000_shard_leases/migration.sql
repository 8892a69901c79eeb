-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- AlterTable: a shard has one holder while its lease lasts, and each change of holder has an epoch of its own.
ALTER TABLE "shards" ADD COLUMN "epoch" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "lease_until" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00',
ALTER COLUMN "worker_id" DROP NOT NULL,
ALTER COLUMN "ticked_at" DROP NOT NULL;

INSERT INTO "shards" ("shard") SELECT generate_series(0, 15) ON CONFLICT DO NOTHING;

-- AlterTable: workers whose lease lasts share the shards.
ALTER TABLE "workers" ADD COLUMN "lease_until" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00';

-- AlterTable: interactions of the last reading, where they are below those that were believed.
ALTER TABLE "variant_monitoring" ADD COLUMN "last_interactions" BIGINT;

-- Workers of earlier versions name themselves here without a lease, and would then tick a shard that has a holder.
CREATE FUNCTION "refuse_holder_without_lease"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'shard % is leased: worker % belongs to an earlier version of Cull and has to be stopped', OLD.shard, NEW.worker_id;
END $$;
CREATE TRIGGER "shards_holder_needs_lease" BEFORE UPDATE OF "worker_id" ON "shards"
  FOR EACH ROW WHEN (NEW."epoch" <= OLD."epoch") EXECUTE FUNCTION "refuse_holder_without_lease"();
