-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- AlterTable: nothing ever read it. Old readings keep their bytes until they are thinned or dropped; nothing is rewritten.
ALTER TABLE "metric_snapshots" DROP COLUMN "breakdown";

-- Kills whose window is about to end and that can be judged, alone: others may stay unjudged for ever.
CREATE INDEX "variant_monitoring_judgeable_idx" ON "variant_monitoring"("deadline_at")
    WHERE "status" = 'killed' AND "regretted" IS NULL AND "deadline_at" - "later_sample_at" <= interval '60 seconds';

-- Steps that were given up stay so for good, and were walked over every few seconds.
DROP INDEX "kill_steps_unfinished_idx";
CREATE INDEX "kill_steps_pending_idx" ON "kill_steps"("updated_at") WHERE "state" = 'pending';
CREATE INDEX "kill_steps_failed_idx" ON "kill_steps"("updated_at") WHERE "state" = 'failed';

-- Decisions are append-only, but for those that go with their session when its retention is over.
CREATE FUNCTION "refuse_change_but_retention"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('cull.retention', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME;
END $$;
DROP TRIGGER "decisions_change" ON "decisions";
CREATE TRIGGER "decisions_change" BEFORE UPDATE OR DELETE ON "decisions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_retention"();
