import { BEHIND_CAUSES, type CheckPace } from '@cull/core';
import type pg from 'pg';
import { z } from 'zod';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { appendEvents } from './events';
import { TROUBLE_EVENTS, type TroubleEvent, type TroubleEventData } from './trouble-events';

/** What goes wrong for a while, and is told when it begins. */
export const TROUBLE_KINDS = [
  'unhealthy',
  'behind',
  'calls_low',
  'deletes_low',
  'policy_unreadable',
] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** The subject of what concerns Cull as a whole and no single account. */
export const ENGINE_SUBJECT = 'engine';

/** A trouble that was told and lasts. */
export interface Trouble {
  /** An account, `default`, `engine`, or a policy's scope. */
  readonly subject: string;
  readonly kind: TroubleKind;
  /** Epoch milliseconds. */
  readonly since: number;
  /** As its last report has it. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The troubles that last. */
export async function readTroubles(db: Queryable): Promise<readonly Trouble[]> {
  const { rows } = await db.query<Trouble>('SELECT subject, kind, since, data FROM troubles');
  return rows;
}

/**
 * Records that a trouble lasts, with its figures of now. The event is told when it begins: once, however many report it.
 * @returns Whether it began.
 */
export async function keepTrouble(
  pool: pg.Pool,
  { subject, kind }: Pick<Trouble, 'subject' | 'kind'>,
  event: TroubleEvent,
  now: number,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ begun: boolean }>(
      `INSERT INTO troubles AS t (subject, kind, since, data) VALUES ($1, $2, $3, $4)
       ON CONFLICT (subject, kind) DO UPDATE SET data = excluded.data
       RETURNING t.xmax = 0 AS begun`,
      [subject, kind, toTimestamp(now), JSON.stringify(event.data)],
    );
    const hasBegun = rows[0]?.begun === true;
    if (hasBegun) await appendEvents(client, [{ at: now, ...event }]);
    return hasBegun;
  });
}

/**
 * Ends a trouble. Its end is told once, where it is worth telling.
 * @returns Whether it lasted until now.
 */
export async function endTrouble(
  pool: pg.Pool,
  { subject, kind }: Pick<Trouble, 'subject' | 'kind'>,
  event: TroubleEvent | null,
  now: number,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('DELETE FROM troubles WHERE subject = $1 AND kind = $2', [
      subject,
      kind,
    ]);
    if (rowCount === 0) return false;
    if (event !== null) await appendEvents(client, [{ at: now, ...event }]);
    return true;
  });
}

const paceSchema = z.object({
  wantedSeconds: z.number(),
  achievedSeconds: z.number(),
  cause: z.enum(BEHIND_CAUSES),
});

/** How often variants are checked while that is too seldom; null for other troubles. */
export function paceOf({ kind, data }: Trouble): CheckPace | null {
  return kind === 'behind' ? (paceSchema.safeParse(data).data ?? null) : null;
}

/** Which policy can't be read; null for other troubles. */
export function unreadablePolicyOf({ kind, data }: Trouble): TroubleEventData<'policy.unreadable'> | null {
  return kind === 'policy_unreadable'
    ? (TROUBLE_EVENTS['policy.unreadable'].safeParse(data).data ?? null)
    : null;
}
