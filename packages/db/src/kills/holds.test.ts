import { type Hold, NO_CONTEXT } from '@cull/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, POSTED_AT, postOne } from '../../test/fixtures';
import { type Database, inTransaction } from '../system/database';
import { endSessions } from './endings';
import { type NewHold, recordHolds } from './holds';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const NOW = POSTED_AT + 60_000;

async function aHold(cause: Hold['cause'] = 'approval') {
  const posting = aPosting();
  const { monitoringId } = await postOne(db, posting);
  const killed = anEnding(posting, monitoringId, { outcome: 'killed', reason: 'below_threshold' }, NOW);
  const { session, progress, policy } = killed;
  const held = (since: number): NewHold => {
    const hold: Hold = { cause, reason: 'below_threshold', since };
    return { session, progress: { ...progress, hold }, policy, context: NO_CONTEXT, at: since };
  };
  const written = async () => {
    const row = await db.prisma.variantMonitoring.findUniqueOrThrow({
      where: { id: monitoringId },
      include: { decisions: true },
    });
    const events = await db.prisma.event.count({
      where: { monitoringId, type: 'variant.approval_requested' },
    });
    return { holdSince: row.holdSince?.getTime(), decisions: row.decisions.map((d) => d.outcome), events };
  };
  return { killed, held, written };
}

const write = (...holds: NewHold[]) => inTransaction(db.pool, (client) => recordHolds(client, holds));

describe('a hold', () => {
  it('that two workers find is on record once, since the first of them', async () => {
    const { held, written } = await aHold();
    await Promise.all([write(held(NOW)), write(held(NOW))]);
    await write(held(NOW + 1000));
    expect(await written()).toEqual({ holdSince: NOW, decisions: ['approval_requested'], events: 1 });
  });

  it('of a session that has ended is not recorded', async () => {
    const { killed, held, written } = await aHold();
    await endSessions(db.pool, [killed]);
    await write(held(NOW + 1000));
    expect(await written()).toEqual({ holdSince: undefined, decisions: ['killed'], events: 0 });
  });
});
