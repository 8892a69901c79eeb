-- Nothing is copied and no index is built: the check that was validated before proves that every row fits, and each
-- index of the log so far becomes part of the new one.
SET LOCAL lock_timeout = '5s';

ALTER TABLE "events" RENAME TO "events_before_partitions";
ALTER INDEX "events_pkey" RENAME TO "events_before_partitions_pkey";
ALTER INDEX "events_transaction_id_id_idx" RENAME TO "events_before_partitions_transaction_id_id_idx";
ALTER INDEX "events_variant_id_id_idx" RENAME TO "events_before_partitions_variant_id_id_idx";
ALTER INDEX "events_persona_id_transaction_id_id_idx" RENAME TO "events_before_partitions_persona_id_transaction_id_id_idx";
ALTER INDEX "events_monitoring_id_idx" RENAME TO "events_before_partitions_monitoring_id_idx";
ALTER INDEX "events_type_at_idx" RENAME TO "events_before_partitions_type_at_idx";

-- Ids come from one sequence for all partitions. A primary key would have to have the instant in it, and would tell nothing.
CREATE TABLE "events" (LIKE "events_before_partitions" INCLUDING DEFAULTS) PARTITION BY RANGE ("at");
ALTER SEQUENCE "events_id_seq" OWNED BY "events"."id";
CREATE INDEX "events_transaction_id_id_idx" ON "events"("transaction_id", "id");
CREATE INDEX "events_variant_id_id_idx" ON "events"("variant_id", "id");
CREATE INDEX "events_persona_id_transaction_id_id_idx" ON "events"("persona_id", "transaction_id", "id");
CREATE INDEX "events_monitoring_id_idx" ON "events"("monitoring_id");
CREATE INDEX "events_type_at_idx" ON "events"("type", "at");

-- Who is about to take ids announces it whatever the partition: a trigger of a partition fires only for what names it.
DROP TRIGGER "announce_events" ON "events_before_partitions";
CREATE TRIGGER "announce_events" BEFORE INSERT ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "announce_events"();

-- An empty log needs no partition.
DO $$
DECLARE
  bounded text := (SELECT conname FROM pg_constraint
                   WHERE conrelid = 'events_before_partitions'::regclass AND contype = 'c' AND conname LIKE 'events\_before\_%');
  bound text := to_char(to_date(right(bounded, 8), 'YYYYMMDD'), 'YYYY-MM-DD"T00:00:00Z"');
BEGIN
  IF EXISTS (SELECT FROM "events_before_partitions") THEN
    EXECUTE format('ALTER TABLE "events" ATTACH PARTITION "events_before_partitions" FOR VALUES FROM (MINVALUE) TO (%L)', bound);
    EXECUTE format('ALTER TABLE "events_before_partitions" DROP CONSTRAINT %I', bounded);
  ELSE
    DROP TABLE "events_before_partitions";
  END IF;
END $$;

-- Events of a week for which no partition was made yet are kept here.
CREATE TABLE "events_default" PARTITION OF "events" DEFAULT;
