import { testDatabase } from '@cull/servers/testing';
import pg from 'pg';
import { expect, it } from 'vitest';
import { openDatabase } from '../system/database';
import { migrate } from '../system/migrate';
import { dropOldPartitions, EVENTS, ensurePartitions, readPartitions } from '../system/partitions';
import { appendEvents, listEvents } from './events';

const DAY_MS = 86_400_000;
const STEPS = [
  '20261128100100_events_bounded',
  '20261128100200_events_checked',
  '20261128100300_events_partitioned',
];
/** The log as it was before the steps. */
const AS_BEFORE = `
  DROP TABLE events;
  CREATE TABLE events (id BIGSERIAL CONSTRAINT events_pkey PRIMARY KEY,
    transaction_id BIGINT NOT NULL DEFAULT 1000000000000000, at TIMESTAMPTZ(3) NOT NULL,
    type TEXT NOT NULL, monitoring_id UUID, variant_id TEXT, persona_id TEXT, data JSONB NOT NULL);
  CREATE INDEX events_transaction_id_id_idx ON events(transaction_id, id);
  CREATE INDEX events_variant_id_id_idx ON events(variant_id, id);
  CREATE INDEX events_persona_id_transaction_id_id_idx ON events(persona_id, transaction_id, id);
  CREATE INDEX events_monitoring_id_idx ON events(monitoring_id);
  CREATE INDEX events_type_at_idx ON events(type, at);
  CREATE TRIGGER announce_events BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION announce_events();`;

it('an event log that is there already becomes the first partition, and is dropped as one', async ({
  onTestFinished,
}) => {
  const url = await testDatabase();
  await migrate(url);
  const db = openDatabase({ url, applicationName: 'cull-test', maxConnections: 4, onError: () => {} });
  onTestFinished(() => db.close());
  await db.pool.query(AS_BEFORE);
  await db.pool.query('DELETE FROM _prisma_migrations WHERE migration_name = ANY($1)', [STEPS]);
  const now = Date.now();
  const append = (variantId: string, at = now) =>
    appendEvents(db.pool, [{ at, type: 'variant.warned', variantId, data: {} }]);
  await append('long ago', now - 300 * DAY_MS);
  await append('lately');
  expect(await migrate(url)).toEqual({ applied: STEPS });
  await append('after');
  await append('from a clock that is ahead', now + 60 * DAY_MS);
  const read = async () => (await listEvents(db.pool, {}, undefined, 10)).map(({ variantId }) => variantId);
  expect(await read()).toEqual(['from a clock that is ahead', 'after', 'lately', 'long ago']);

  const [before] = await readPartitions(db.pool, EVENTS);
  expect(before).toMatchObject({ name: 'events_before_partitions', from: null });
  const bound = before?.to ?? 0;
  expect(bound).toBeGreaterThan(now + 14 * DAY_MS - 1);
  // The weeks up to its end are in it; those after get partitions of their own.
  const { changed } = await ensurePartitions(db.pool, EVENTS, bound);
  expect(changed.length).toBeGreaterThan(1);
  expect((await readPartitions(db.pool, EVENTS))[1]?.from).toBe(bound);

  await dropOldPartitions(db.pool, EVENTS, bound + 10 * DAY_MS, 10);
  await append('with an id of its own', now + 61 * DAY_MS);
  expect(await read()).toEqual(['with an id of its own', 'from a clock that is ahead']);
}, 120_000);

it('a new installation begins with an empty log', async ({ onTestFinished }) => {
  const url = await testDatabase();
  await migrate(url);
  const pool = new pg.Pool({ connectionString: url });
  onTestFinished(() => pool.end());
  const { rows } = await pool.query<{ attached: string }>(
    `SELECT inhrelid::regclass::text AS attached FROM pg_inherits WHERE inhparent = 'events'::regclass`,
  );
  expect(rows).toEqual([{ attached: 'events_default' }]);
});
