-- What changes tables runs as their owner, whoever calls it: web and workers need no more than rows. Each function knows the two tables that
-- have partitions and nothing else, looks for functions in no schema that somebody else may add to, and leaves it to its caller for how long
-- a lock is waited for.

CREATE VIEW "table_partitions" AS
  SELECT p.relname AS "table", c.relname AS "name", bounds[1]::timestamptz AS "from", bounds[2]::timestamptz AS "to"
  FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    JOIN pg_class p ON p.oid = i.inhparent
    CROSS JOIN LATERAL regexp_match(
      pg_get_expr(c.relpartbound, c.oid), 'FROM \(''?(?:MINVALUE|([^'')]+))''?\) TO \(''([^'']+)''\)') AS bounds
  WHERE p.relname IN ('metric_snapshots', 'events') AND p.relnamespace = 'public'::regnamespace AND bounds IS NOT NULL;

-- Creates the partition of a stretch of time, and moves rows there that came before it was there. False where there is one.
CREATE FUNCTION "create_partition"("of_table" text, "from_time" timestamptz, "to_time" timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
  time_column text := CASE of_table WHEN 'metric_snapshots' THEN 'observed_at' WHEN 'events' THEN 'at' END;
  partition text := of_table || to_char(from_time, '"_"YYYYMMDD');
  move text;
BEGIN
  IF time_column IS NULL THEN RAISE EXCEPTION 'the table % has no partitions', of_table; END IF;
  -- Two workers may create at once: the second one waits for the lock, and then finds the partition.
  PERFORM pg_advisory_xact_lock(hashtextextended(of_table || ' partitions', 0));
  IF EXISTS (SELECT FROM public.table_partitions t WHERE t."table" = of_table
               AND coalesce(t."from", '-infinity') < to_time AND t."to" > from_time) THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING INDEXES)', partition, of_table);
  move := format('WITH moved AS (DELETE FROM public.%I WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO public.%I SELECT * FROM moved',
                 of_table || '_default', time_column, time_column, partition);
  EXECUTE move USING from_time, to_time;
  -- Of the whole table: a row that had its way to the default partition already would be refused there once its own is attached.
  EXECUTE format('LOCK TABLE public.%I IN SHARE ROW EXCLUSIVE MODE', of_table);
  EXECUTE move USING from_time, to_time;
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', of_table, partition, from_time, to_time);
  RETURN true;
END $$;

-- Drops a partition of which everything is over, with what was copied of it so far. False where there is none.
CREATE FUNCTION "drop_partition"("of_table" text, "partition" text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM public.table_partitions t WHERE t."table" = of_table AND t."name" = partition) THEN RETURN false; END IF;
  EXECUTE format('DROP TABLE IF EXISTS public.%I, public.%I', partition, partition || '_thinned');
  RETURN true;
END $$;

-- Creates the table that is to take the place of a day's readings, where it is missing, and keeps others from the day until the transaction
-- ends. False where the day isn't there any more.
CREATE FUNCTION "begin_thinning"("day" text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bounds public.table_partitions;
  thinned text := "day" || '_thinned';
BEGIN
  -- Two workers that copy take turns; one that comes late finds the day done.
  PERFORM pg_advisory_xact_lock(hashtextextended(thinned, 0));
  SELECT t.* INTO bounds FROM public.table_partitions t WHERE t."table" = 'metric_snapshots' AND t."name" = "day";
  IF NOT FOUND THEN RETURN false; END IF;
  -- The check spares the partitioned table a look at every row when this one takes its place there.
  EXECUTE format('CREATE TABLE IF NOT EXISTS public.%I (LIKE public.metric_snapshots INCLUDING INDEXES,
                    CONSTRAINT %I CHECK (observed_at >= %L AND observed_at < %L))',
                 thinned, thinned || '_day', bounds."from", bounds."to");
  RETURN true;
END $$;

-- Puts a day's thinned readings in the place of all of them. False where another worker has done it already.
CREATE FUNCTION "finish_thinning"("day" text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bounds public.table_partitions;
  thinned text := "day" || '_thinned';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(thinned, 0));
  -- Before anything else of the table: what is waited for with a weaker lock in hand could wait for this one.
  LOCK TABLE ONLY public.metric_snapshots IN ACCESS EXCLUSIVE MODE;
  SELECT t.* INTO bounds FROM public.table_partitions t WHERE t."table" = 'metric_snapshots' AND t."name" = "day";
  IF NOT FOUND THEN RETURN false; END IF;
  EXECUTE format('ALTER TABLE public.metric_snapshots DETACH PARTITION public.%I', "day");
  EXECUTE format('ALTER TABLE public.metric_snapshots ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', thinned, bounds."from", bounds."to");
  EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT %I', thinned, thinned || '_day');
  EXECUTE format('DROP TABLE public.%I', "day");
  RETURN true;
END $$;

-- Not for everybody who may reach the database.
REVOKE ALL ON FUNCTION "create_partition"(text, timestamptz, timestamptz), "drop_partition"(text, text),
  "begin_thinning"(text), "finish_thinning"(text) FROM PUBLIC;
