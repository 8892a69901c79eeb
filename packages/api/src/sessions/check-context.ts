import { type CheckContext, haltFor, type ResolvedPolicy, type Session } from '@cull/core';
import { contextOf, type Database, readHalts, readSurroundings } from '@cull/db';

/** Reads what holds around a live session, as a worker would before it checks it. */
export async function readContext(
  { pool }: Database,
  session: Session,
  { unreadable }: Pick<ResolvedPolicy, 'unreadable'>,
  now: number,
): Promise<CheckContext> {
  const [halts, surroundings] = await Promise.all([readHalts(pool, now), readSurroundings(pool, now)]);
  const halt = haltFor(halts, session, now);
  return contextOf(surroundings, session, { halt, unreadablePolicy: unreadable });
}
