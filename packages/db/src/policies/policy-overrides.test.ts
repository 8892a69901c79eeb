import { randomUUID } from 'node:crypto';
import type { PolicyValues } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../test/fixtures';
import type { ChangeCursor } from '../events/change-feed';
import type { Database } from '../system/database';
import { readPolicies } from './policies';
import { clearOverride, listOverrideHistory, type Scope, setOverride } from './policy-overrides';

const NOW = Date.UTC(2026, 0, 1, 12);
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const aScope = (): Scope => ({ scopeType: 'persona', scopeId: randomUUID() });
const change = (scope: Scope, values: { now?: number; expectedVersion?: number } = {}) => ({
  scope,
  author: 'user:ann@example.org',
  note: 'a try',
  now: NOW,
  ...values,
});
const aNew = (values: PolicyValues, expiresAt: number | null = null, replace = false) => ({
  values,
  replace,
  expiresAt,
});
const accept = async () => {};
const layerOf = async (scope: Scope, cursor: ChangeCursor | null = null) =>
  (await readPolicies(db.pool, cursor)).layers.find(({ scopeId }) => scopeId === scope.scopeId);

describe('setOverride', () => {
  it('adds up what ten editors set at once, each in a version of its own', async () => {
    const scope = aScope();
    const values = [
      { killRatio: 0.4 },
      { warnRatio: 0.6 },
      { minViews: 3 },
      { minInteractions: 12 },
      { warmupSeconds: 5 },
      { deletePost: true },
      { windowSeconds: 300 },
      { staleAfterSeconds: 20 },
      { consecutiveBreaches: 2 },
      { belowThreshold: { enabled: false } },
    ];
    await Promise.all(values.map((one) => setOverride(db.pool, change(scope), aNew(one), accept)));
    const layer = await layerOf(scope);
    expect(layer?.values).toEqual(Object.assign({}, ...values));
    const history = await listOverrideHistory(db, scope, undefined, 100);
    expect(history).toHaveLength(10);
    expect(layer?.version).toBe(history[0]?.version);
  });

  it('stores nothing where the check refuses, and lets the next one in', async () => {
    const scope = aScope();
    const refuse = async () => {
      throw new Error('refused');
    };
    await expect(setOverride(db.pool, change(scope), aNew({ minViews: 1 }), refuse)).rejects.toThrow(
      'refused',
    );
    expect(await layerOf(scope)).toBeUndefined();
    expect(await listOverrideHistory(db, scope, undefined, 10)).toEqual([]);
    expect(await setOverride(db.pool, change(scope), aNew({ minViews: 1 }), accept)).toMatchObject({
      ok: true,
    });
  });

  it('shows every change and the clearing to a worker that reads on from its cursor', async () => {
    const scope = aScope();
    const { cursor } = await readPolicies(db.pool, null);
    await setOverride(db.pool, change(scope), aNew({ minViews: 1 }), accept);
    expect((await layerOf(scope, cursor))?.values).toEqual({ minViews: 1 });
    const after = await readPolicies(db.pool, cursor);
    await clearOverride(db.pool, change(scope));
    expect((await readPolicies(db.pool, after.cursor)).cleared).toContainEqual(scope);
  });

  it('tells a stale editor the present version', async () => {
    const scope = aScope();
    const first = await setOverride(db.pool, change(scope), aNew({ minViews: 1 }), accept);
    const version = first.ok ? first.version : 0;
    expect(
      await setOverride(db.pool, change(scope, { expectedVersion: 0 }), aNew({ minViews: 2 }), accept),
    ).toEqual({
      ok: false,
      code: 'stale',
      currentVersion: version,
    });
    const next = change(scope, { expectedVersion: version });
    expect(await setOverride(db.pool, next, aNew({ minViews: 2 }), accept)).toMatchObject({ ok: true });
  });

  it('begins again where the override has expired', async () => {
    const scope = aScope();
    await setOverride(db.pool, change(scope), aNew({ killRatio: 0.1 }, NOW + 1_000), accept);
    await setOverride(db.pool, change(scope, { now: NOW + 1_000 }), aNew({ minViews: 7 }), accept);
    expect((await layerOf(scope))?.values).toEqual({ minViews: 7 });
  });
});

describe('clearOverride', () => {
  it('writes nothing where nothing is active', async () => {
    const scope = aScope();
    const nothing = { ok: false, code: 'nothing_to_clear' };
    expect(await clearOverride(db.pool, change(scope))).toEqual(nothing);
    await setOverride(db.pool, change(scope), aNew({ minViews: 1 }), accept);
    const cleared = await Promise.all([1, 2, 3].map(() => clearOverride(db.pool, change(scope))));
    expect(cleared.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await listOverrideHistory(db, scope, undefined, 10)).toHaveLength(2);
  });
});
