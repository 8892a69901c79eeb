-- Reads the whole log once, while everyone goes on reading and writing.
SET LOCAL lock_timeout = '5s';
DO $$
BEGIN
  EXECUTE (SELECT format('ALTER TABLE "events" VALIDATE CONSTRAINT %I', conname) FROM pg_constraint
           WHERE conrelid = 'events'::regclass AND contype = 'c' AND conname LIKE 'events\_before\_%');
END $$;
