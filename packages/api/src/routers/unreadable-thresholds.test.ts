import { randomUUID } from 'node:crypto';
import { keepTrouble } from '@cull/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aVariant, createWorld, refusalOf, type World } from '../../test/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const NEWER = { killRatio: 0.4, mode: 'canary', forecast: { horizonSeconds: 30 } };

/** A scope whose override and history a newer version wrote. */
async function unreadable() {
  const scope = { type: 'persona' as const, id: `persona-${randomUUID()}` };
  await world.admin.thresholds.set({ scope, values: { killRatio: 0.4 }, note: 'readable' });
  const { pool } = world.services.db;
  const values = JSON.stringify(NEWER);
  const { rows } = await pool.query<{ version: number }>(
    `INSERT INTO policy_history (scope_type, scope_id, action, "values", author, note, at)
     VALUES ('persona', $1, 'set', $2, 'newer', 'newer', now()) RETURNING version`,
    [scope.id, values],
  );
  const version = Number(rows[0]?.version);
  await pool.query('UPDATE policies SET "values" = $2, version = $3 WHERE scope_id = $1', [
    scope.id,
    values,
    version,
  ]);
  world.services.policies.forget();
  return { scope, version };
}

it('are listed with what can be read, and what cannot, field by field', async () => {
  const { scope } = await unreadable();
  const expected = {
    scope,
    values: { killRatio: 0.4 },
    unreadable: [
      { field: 'mode', problem: expect.stringMatching(/^is "canary": .*"auto"/) },
      { field: 'forecast', problem: `is {"horizonSeconds":30}: this version doesn't know it` },
    ],
  };
  const { items } = await world.admin.thresholds.list();
  expect(items.find((item) => item.scope.id === scope.id)).toMatchObject(expected);
  expect((await world.admin.thresholds.history({ scope })).items[0]).toMatchObject(expected);
});

it('are explained at the variants that they hold back', async () => {
  const { scope } = await unreadable();
  const variant = aVariant({ personaId: scope.id });
  await world.admin.variants.posted(variant);
  const status = await world.admin.monitoring.status({ variantId: variant.variantId });
  expect(status.policy).toMatchObject({ killRatio: 0.4, mode: 'auto' });
  await expect(world.admin.thresholds.effective({ personaId: scope.id })).resolves.toMatchObject({
    values: { killRatio: 0.4 },
  });
});

it('are reset by clearing them, or by saving what is wanted', async () => {
  const { scope, version } = await unreadable();
  await world.admin.thresholds.set({
    scope,
    values: { minViews: 5 },
    note: 'saved',
    expectedVersion: version,
  });
  const { items } = await world.admin.thresholds.history({ scope });
  expect(items[0]).toMatchObject({ values: { killRatio: 0.4, minViews: 5 }, unreadable: [] });
  const other = await unreadable();
  await world.admin.thresholds.clear({ scope: other.scope, note: 'reset', expectedVersion: other.version });
  expect((await world.admin.thresholds.list()).items.map((item) => item.scope.id)).not.toContain(
    other.scope.id,
  );
});

it('do not come back: a version that cannot be read is not restored', async () => {
  const { scope, version } = await unreadable();
  await world.admin.thresholds.clear({ scope, note: 'reset' });
  expect(await refusalOf(world.admin.thresholds.restore({ scope, version, note: 'back' }))).toMatchObject({
    code: 'BAD_REQUEST',
    message: expect.stringContaining("version: it has values that this version of Cull can't read"),
  });
});

it('are on the system page while a worker says so', async () => {
  const { scope, version } = await unreadable();
  const seenAt = new Date().toISOString();
  const data = { scope, version, fields: ['mode'], seenAt, text: 'It can’t be read.' };
  const trouble = { subject: `persona ${scope.id}`, kind: 'policy_unreadable' } as const;
  await keepTrouble(world.services.db.pool, trouble, { type: 'policy.unreadable', data }, Date.now());
  const { unreadablePolicies } = await world.admin.system.status();
  expect(unreadablePolicies).toMatchObject([{ scope, version, fields: ['mode'], text: data.text }]);
});
