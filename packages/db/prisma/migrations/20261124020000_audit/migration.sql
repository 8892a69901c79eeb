-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "reason" TEXT,
    "input" JSONB NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "result" TEXT,
    "message" TEXT,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- CreateIndex
CREATE INDEX "audit_entries_actor_id_idx" ON "audit_entries"("actor", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entries_target_id_idx" ON "audit_entries"("target", "id" DESC);

-- Records of what was done and decided are only ever added to. An entry of the audit trail is written before the call
-- is carried out, and takes what came of it once.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME;
END $$;

CREATE FUNCTION "accept_result_once"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."result" IS NULL AND NEW."result" IS NOT NULL
     AND to_jsonb(NEW) - 'result' - 'message' = to_jsonb(OLD) - 'result' - 'message' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME;
END $$;

CREATE TRIGGER "audit_entries_update" BEFORE UPDATE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "accept_result_once"();
CREATE TRIGGER "audit_entries_delete" BEFORE DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "audit_entries_truncate" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

CREATE TRIGGER "decisions_change" BEFORE UPDATE OR DELETE ON "decisions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "policy_history_change" BEFORE UPDATE OR DELETE ON "policy_history"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
