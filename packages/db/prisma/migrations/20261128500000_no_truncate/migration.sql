-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- Triggers for rows don't see a TRUNCATE, whoever is allowed one.
CREATE TRIGGER "decisions_truncate" BEFORE TRUNCATE ON "decisions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "policy_history_truncate" BEFORE TRUNCATE ON "policy_history"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
