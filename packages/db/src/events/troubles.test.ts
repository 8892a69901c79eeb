import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, POSTED_AT } from '../../test/fixtures';
import type { Database } from '../system/database';
import { TROUBLE_EVENTS, type TroubleEvent } from './trouble-events';
import { endTrouble, keepTrouble, paceOf, readTroubles } from './troubles';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const ADA = { accountId: 'ada', account: 'Ada', source: 'threads', text: 'of Ada' } as const;
const UNHEALTHY = {
  type: 'source.unhealthy',
  data: { ...ADA, state: 'unhealthy', problem: 'unreachable', detail: 'no route' },
} as const satisfies TroubleEvent;
const HEALTHY = {
  type: 'source.healthy',
  data: { ...ADA, state: 'healthy', detail: null, seconds: 3 },
} as const satisfies TroubleEvent;

async function told(type: string): Promise<readonly { type: string; data: unknown }[]> {
  const events = await db.prisma.event.findMany({
    where: { type: { startsWith: type } },
    orderBy: { id: 'asc' },
  });
  return events.map(({ type: each, data }) => ({ type: each, data }));
}

describe('a trouble', () => {
  it('is told once when it begins and once when it ends, though several workers report it at the same moment', async () => {
    const subject = { subject: 'ada', kind: 'unhealthy' } as const;
    const workers = [1, 2, 3, 4];
    for (let round = 0; round < 5; round += 1) {
      const begun = workers.map((later) => keepTrouble(db.pool, subject, UNHEALTHY, POSTED_AT + later));
      expect((await Promise.all(begun)).filter((isFirst) => isFirst)).toHaveLength(1);
      const ended = workers.map((later) => endTrouble(db.pool, subject, HEALTHY, POSTED_AT + later));
      expect((await Promise.all(ended)).filter((isFirst) => isFirst)).toHaveLength(1);
    }
    const events = await told('source.');
    expect(events).toEqual(Array.from({ length: 5 }, () => [UNHEALTHY, HEALTHY]).flat());
    for (const { type, data } of [UNHEALTHY, HEALTHY])
      expect(TROUBLE_EVENTS[type].safeParse(data).success).toBe(true);
  });

  it('keeps its beginning, and has the figures of now', async () => {
    const subject = { subject: 'ben', kind: 'behind' } as const;
    const behind = (achievedSeconds: number) =>
      ({
        type: 'engine.behind',
        data: {
          ...{ accountId: 'ben', account: 'Ben', text: 'of Ben', live: 3 },
          ...{ cause: 'lanes', wantedSeconds: 1, achievedSeconds },
        },
      }) as const satisfies TroubleEvent;
    expect(await keepTrouble(db.pool, subject, behind(4), POSTED_AT)).toBe(true);
    expect(await keepTrouble(db.pool, subject, behind(6), POSTED_AT + 9_000)).toBe(false);
    const [trouble] = (await readTroubles(db.pool)).filter((each) => each.subject === 'ben');
    expect(trouble).toMatchObject({ ...subject, since: POSTED_AT });
    expect(trouble && paceOf(trouble)).toEqual({ wantedSeconds: 1, achievedSeconds: 6, cause: 'lanes' });
    expect(await told('engine.')).toEqual([behind(4)]);
  });
});
