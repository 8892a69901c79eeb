import { randomUUID } from 'node:crypto';
import { NO_CONTEXT, NO_SIBLINGS, type SiblingGroup, withSibling } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, POSTED_AT } from '../../test/fixtures';
import { reportSteppingVariants } from '../accounts/stepping-accounts';
import type { Database } from '../system/database';
import { recordSiblings } from './sibling-pools';
import { contextOf, readSurroundings } from './surroundings';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const NOW = POSTED_AT + 60_000;

/** Variants of one persona that have 60 interactions due each. */
const group = (...interactions: readonly number[]) =>
  interactions.reduce<SiblingGroup | undefined>(
    (known, came) => withSibling(known, { interactions: came, due: 60 }),
    undefined,
  );

const record = (shard: number, groups: Readonly<Record<string, SiblingGroup | undefined>>, at = NOW) =>
  recordSiblings(
    db.pool,
    shard,
    new Map(Object.entries(groups).flatMap(([id, one]) => (one ? [[id, one]] : []))),
    at,
  );

describe('what holds around the live variants', () => {
  it('adds up what the shards hold of a persona, but for the variant that lacks most, and what is old', async () => {
    await record(0, { ada: group(1, 2), ben: group(9) });
    await record(0, { ada: group(20, 30), ben: group(5) });
    await record(5, { ada: group(10) });
    await record(9, { ada: group(99) }, NOW - 31_000);
    const surroundings = await readSurroundings(db.pool, NOW);
    const around = (personaId: string) =>
      contextOf(surroundings, { personaId, source: 'threads', accountId: null }, NO_CONTEXT).siblings;
    expect(around('ada')).toEqual({ variants: 2, interactions: 50, due: 120 });
    expect(around('ben')).toEqual(NO_SIBLINGS);
  });

  it('knows an account once two of its variants were seen stepping, for a day', async () => {
    const variant = () => ({
      monitoringId: randomUUID(),
      personaId: 'eve',
      source: 'push' as const,
      accountId: null,
    });
    const steps = async (now: number, source: 'threads' | 'push') =>
      contextOf(
        await readSurroundings(db.pool, now),
        { personaId: 'eve', source, accountId: null },
        NO_CONTEXT,
      ).interactionsStep;
    const [first, second] = [variant(), variant()];
    expect(await reportSteppingVariants(db.pool, [first], NOW)).toEqual([]);
    expect(await reportSteppingVariants(db.pool, [first], NOW)).toEqual([]);
    expect(await steps(NOW, 'push')).toBe(false);
    expect(await reportSteppingVariants(db.pool, [second], NOW)).toEqual(['push eve']);
    expect([await steps(NOW, 'push'), await steps(NOW, 'threads')]).toEqual([true, false]);
    expect(await steps(NOW + 86_400_001, 'push')).toBe(false);
  });

  it('tells the accounts of one platform apart', async () => {
    const [ada, ben] = [randomUUID(), randomUUID()];
    const variantOf = (accountId: string) => ({ personaId: 'p', source: 'threads' as const, accountId });
    for (let variant = 0; variant < 2; variant += 1)
      await reportSteppingVariants(db.pool, [{ ...variantOf(ada), monitoringId: randomUUID() }], NOW);
    const surroundings = await readSurroundings(db.pool, NOW);
    const steps = (accountId: string) =>
      contextOf(surroundings, variantOf(accountId), NO_CONTEXT).interactionsStep;
    expect([steps(ada), steps(ben)]).toEqual([true, false]);
  });
});
