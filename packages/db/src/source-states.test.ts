import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, POSTED_AT } from '../test/fixtures';
import type { Database } from './database';
import { reportSource } from './source-states';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

describe('a change of a source’s state', () => {
  it('is told once, though several workers report it at the same moment', async () => {
    const report = (state: 'healthy' | 'unhealthy') => {
      const standing = { source: 'threads', state, detail: null, retryAt: null, usedPercent: 12.5 };
      return Promise.all([1, 2, 3, 4].map((later) => reportSource(db.pool, standing, POSTED_AT + later)));
    };
    await report('healthy');
    for (let round = 0; round < 5; round += 1) {
      await report('unhealthy');
      await report('healthy');
    }
    const events = await db.prisma.event.findMany({
      where: { type: { startsWith: 'source.' } },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ type }) => type)).toEqual(
      Array.from({ length: 5 }, () => ['source.unhealthy', 'source.healthy']).flat(),
    );
  });
});
