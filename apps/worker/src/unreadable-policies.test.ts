import { randomUUID } from 'node:crypto';
import { clearOverride, readTroubles } from '@cull/db';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';

const soon = { timeout: 30_000, interval: 50 };

let world: World;
beforeAll(async () => {
  world = await createWorld({}, { maxCheckIntervalSeconds: 1 });
});
afterAll(() => world.close());

/** A row as a newer version, or somebody by hand, writes it. */
async function writeRow(scopeType: string, scopeId: string, values: unknown): Promise<void> {
  await world.db.pool.query(
    `INSERT INTO policies (scope_type, scope_id, "values", version, author, note, updated_at, changed_xid)
     VALUES ($1::scope_type, $2, $3, 900, 'test', 'test', now(), pg_current_xact_id()::text::bigint)
     ON CONFLICT (scope_type, scope_id) DO UPDATE SET "values" = excluded."values", changed_xid = excluded.changed_xid`,
    [scopeType, scopeId, JSON.stringify(values)],
  );
}

async function post(personaId: string, { isBad = true, deadlineAt = Date.now() + 600_000 } = {}) {
  const postId = await world.publish(1_000, isBad ? 20 : 60);
  const startedAt = deadlineAt - 600_000;
  return (await world.post({ postId, personaId, startedAt, deadlineAt })).monitoringId;
}

const becomes = (monitoringId: string, expected: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await readSession(world.db, monitoringId)).toMatchObject(expected), soon);

async function told() {
  const { rows } = await world.db.pool.query<{ data: Record<string, unknown> }>(
    `SELECT data FROM events WHERE type = 'policy.unreadable' ORDER BY id`,
  );
  return rows.map(({ data }) => data);
}

it.each([
  ['an unknown value', { forecast: { horizonSeconds: 30 }, killRatio: 0.4 }, ['forecast']],
  ['a value of the wrong kind', { mode: 'canary', minInteractions: 'ten' }, ['mode', 'minInteractions']],
  ['no object', 'nothing', ['values']],
])('%s holds back the kills of its own scope alone, and nothing else', async (_, values, fields) => {
  const [own, other] = [`own-${randomUUID()}`, `other-${randomUUID()}`];
  await writeRow('persona', own, values);
  const held = await post(own);
  const passing = await post(own, { isBad: false, deadlineAt: Date.now() + 1_500 });
  const killed = await post(other);
  await becomes(killed, { status: 'killed' });
  await becomes(held, { status: 'monitoring', holdCause: 'policy_unreadable' });
  await becomes(passing, { status: 'timed_out' });
  const [decision] = (await readSession(world.db, held)).decisions;
  expect(decision?.text).toContain(`the policy of persona ${own} can't be read (${fields.join(', ')})`);

  const scope = { type: 'persona', id: own };
  const tellings = async () =>
    (await told()).filter(({ scope: { id } = scope }: { scope?: typeof scope }) => id === own);
  await vi.waitFor(
    async () => expect(await tellings()).toMatchObject([{ scope, version: 900, fields }]),
    soon,
  );

  const change = {
    scope: { scopeType: 'persona', scopeId: own },
    author: 'ann',
    note: 'reset',
    now: Date.now(),
  } as const;
  await clearOverride(world.db.pool, change);
  await becomes(held, { status: 'killed' });
  await vi.waitFor(
    async () =>
      expect((await readTroubles(world.db.pool)).map(({ subject }) => subject)).not.toContain(
        `persona ${own}`,
      ),
    soon,
  );
  expect(await tellings()).toHaveLength(1);
});
