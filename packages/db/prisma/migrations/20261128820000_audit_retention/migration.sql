-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Entries of the audit trail go when their retention is over, which is 90 days at least: addresses and e-mails are not kept for ever.
CREATE FUNCTION "refuse_change_but_audit_retention"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('cull.retention', true) = 'on' AND OLD."at" < now() - interval '90 days' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the table % is append-only', TG_TABLE_NAME;
END $$;
DROP TRIGGER "audit_entries_delete" ON "audit_entries";
CREATE TRIGGER "audit_entries_delete" BEFORE DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_but_audit_retention"();

-- Deletes the oldest entries from before an instant, at most so many, as the table's owner; returns how many there were.
CREATE FUNCTION "forget_audit_entries"("before" timestamptz, "most" integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deleted integer;
BEGIN
  PERFORM set_config('cull.retention', 'on', true);
  DELETE FROM public.audit_entries WHERE id IN (
    SELECT id FROM public.audit_entries WHERE at < least(before, now() - interval '90 days') ORDER BY at LIMIT most);
  GET DIAGNOSTICS deleted = ROW_COUNT;
  PERFORM set_config('cull.retention', 'off', true);
  RETURN deleted;
END $$;
REVOKE ALL ON FUNCTION "forget_audit_entries"(timestamptz, integer) FROM PUBLIC;
