-- A busy table must not queue everybody behind this: it is tried again.
SET LOCAL lock_timeout = '5s';

-- AlterTable: the log goes on by id alone, behind everything that was ordered by transaction. No transaction id gets so far.
ALTER TABLE "events" ALTER COLUMN "transaction_id" SET DEFAULT 1000000000000000;

-- Ids are handed out before commit, so that one may appear behind a higher one. Whoever is about to take ids therefore
-- announces the last one that was handed out before, by a shared lock that nobody waits for and that ends with the
-- transaction. Its key is 2^62 plus that id.
CREATE FUNCTION "announce_events"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(4611686018427387904 + coalesce(pg_sequence_last_value('events_id_seq'), 0));
    RETURN NULL;
END
$$;
CREATE TRIGGER "announce_events" BEFORE INSERT ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "announce_events"();

-- The id up to which the log is complete: a later statement sees everything up to it that will ever be there. The order
-- matters: ids up to last_id were announced before it was read, so who took one has ended by now or is found running.
CREATE FUNCTION "event_log_end"() RETURNS bigint LANGUAGE plpgsql VOLATILE SET search_path FROM CURRENT AS $$
DECLARE
    last_id bigint := coalesce(pg_sequence_last_value('events_id_seq'), 0);
    announced bigint;
BEGIN
    SELECT min(((classid::bigint << 32) | objid::bigint) - 4611686018427387904) INTO announced
    FROM pg_locks
    WHERE locktype = 'advisory' AND mode = 'ShareLock' AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND classid::bigint >= 1073741824 AND classid::bigint < 1073741824 + 4096;
    RETURN least(last_id, announced);
END
$$;
