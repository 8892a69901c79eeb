import type { EventType } from '@cull/core';
import type pg from 'pg';
import { appendEvents } from '../events/events';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';

/** Who changes the terms of a live session, and why. */
export interface TermsChange {
  readonly monitoringId: string;
  readonly actor: string;
  readonly note: string;
  readonly now: number;
}

/**
 * Takes a live session out of the rules' reach, or back into it.
 * @returns Whether it is still live; otherwise nothing was changed.
 */
export function setProtection(pool: pg.Pool, change: TermsChange, isProtected: boolean): Promise<boolean> {
  return changeTerms(
    pool,
    change,
    'is_protected = $2',
    isProtected,
    isProtected ? 'variant.protected' : 'variant.unprotected',
  );
}

/** Makes the window of a live session longer. @returns Whether it is still live. */
export function extendSession(pool: pg.Pool, change: TermsChange, seconds: number): Promise<boolean> {
  return changeTerms(
    pool,
    change,
    'extended_seconds = extended_seconds + $2::int, deadline_at = deadline_at + make_interval(secs => $2::int)',
    seconds,
    'variant.extended',
  );
}

/** The assignments are written here: nothing from outside enters the statement but its value. */
async function changeTerms(
  pool: pg.Pool,
  { monitoringId, actor, note, now }: TermsChange,
  assignments: string,
  value: boolean | number,
  type: EventType,
): Promise<boolean> {
  return inTransaction(pool, async (client: Queryable) => {
    const { rows } = await client.query<{ variantId: string; personaId: string; deadlineAt: number }>(
      `UPDATE variant_monitoring SET ${assignments}, changed_xid = (pg_current_xact_id()::text)::bigint
       WHERE id = $1 AND status = 'monitoring'
       RETURNING variant_id AS "variantId", persona_id AS "personaId", deadline_at AS "deadlineAt"`,
      [monitoringId, value],
    );
    const [row] = rows;
    if (row === undefined) return false;
    const { deadlineAt, ...subject } = row;
    const data = { actor, note, deadlineAt: toTimestamp(deadlineAt) };
    await appendEvents(client, [{ at: now, type, monitoringId, ...subject, data }]);
    return true;
  });
}
