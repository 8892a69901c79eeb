import { type Halt, type PolicyLayer, type ResolvedPolicy, resolvePolicy, type Session } from '@cull/core';
import { endHalts, setOverride, startHalt } from '@cull/db';
import type pg from 'pg';
import type { Rules } from './play';
import { DAY_MS, HOUR_MS } from './week';

/** What happens at its time, and may bring what happens later. */
export interface Act {
  readonly at: number;
  readonly run: (pool: pg.Pool, later: (act: Act) => void) => Promise<unknown>;
}

export const ADA = 'ada@example.com';
export const BEN = 'ben@example.com';
const PAUSE_MS = 25 * 60_000;

/**
 * The team's own week: thresholds that were changed, and a pause while the tracking was wrong.
 * @param now Epoch milliseconds at the end of the week.
 */
export function teamOf(now: number): { readonly acts: readonly Act[]; readonly rules: Rules } {
  const changes = changesOf(now);
  const pause = pauseBefore(now);
  const layers = changes.map(
    ({ scopeType, scopeId, values, at, until }, index): PolicyLayer & { readonly at: number } => ({
      scopeType,
      scopeId,
      values,
      at,
      expiresAt: until,
      version: index + 1,
      unreadable: [],
    }),
  );
  const policyAt = ({ personaId, campaignId, variantId }: Session, at: number): ResolvedPolicy =>
    resolvePolicy(
      layers.filter((layer) => layer.at <= at),
      { personaId, campaignId, variantId },
      at,
    );
  const haltAt = (_: Session, at: number): Halt | null =>
    at >= pause.since && at < pause.since + PAUSE_MS ? pause : null;
  const resumed = { actor: BEN, reason: 'Counters are right again', now: pause.since + PAUSE_MS };
  return {
    rules: { policyAt, haltAt },
    acts: [
      ...changes.map((change): Act => ({ at: change.at, run: (pool) => override(pool, change) })),
      { at: pause.since, run: (pool) => startHalt(pool, pause) },
      { at: resumed.now, run: (pool) => endHalts(pool, { personaId: null, source: null }, resumed) },
    ],
  };
}

interface ThresholdChange extends Pick<PolicyLayer, 'scopeType' | 'scopeId' | 'values'> {
  readonly at: number;
  readonly until: number | null;
  readonly author: string;
  readonly note: string;
}

function changesOf(now: number): readonly ThresholdChange[] {
  const daysAgo = (days: number) => now - days * DAY_MS;
  return [
    {
      scopeType: 'global',
      scopeId: '',
      values: { holdoutRate: 0.1 },
      at: daysAgo(7) - 2 * HOUR_MS,
      until: null,
      author: ADA,
      note: 'Spare one kill in ten, to see how right the others are',
    },
    {
      scopeType: 'campaign',
      scopeId: 'sprint',
      values: { windowSeconds: 300 },
      at: daysAgo(7) - HOUR_MS,
      until: null,
      author: ADA,
      note: 'Sprint posts live for five minutes',
    },
    {
      scopeType: 'persona',
      scopeId: 'orbit-ines',
      values: { mode: 'approve', approval: { expirySeconds: 180 } },
      at: daysAgo(6.5),
      until: daysAgo(3.5),
      author: ADA,
      note: 'New persona: we approve its kills for three days',
    },
    {
      scopeType: 'persona',
      scopeId: 'kitchen-tom',
      values: { killRatio: 0.4 },
      at: daysAgo(4.2),
      until: null,
      author: BEN,
      note: 'Recipes are saved rather than liked',
    },
    {
      scopeType: 'global',
      scopeId: '',
      values: { drop: { action: 'warn' }, warnRatio: 0.75 },
      at: daysAgo(2.3),
      until: null,
      author: ADA,
      note: 'Warn a little earlier',
    },
  ];
}

/** In the middle of an evening campaign. */
function pauseBefore(now: number): Halt {
  const evening = Math.floor(now / DAY_MS) * DAY_MS - 3 * DAY_MS + 18.3 * HOUR_MS;
  return {
    kind: 'paused',
    personaId: null,
    source: null,
    reason: 'Counters look wrong since the update at 18:10',
    actor: ADA,
    since: evening,
    until: null,
  };
}

async function override(
  pool: pg.Pool,
  { scopeType, scopeId, values, until, author, note, at }: ThresholdChange,
) {
  const change = { scope: { scopeType, scopeId }, author, note, now: at };
  const result = await setOverride(
    pool,
    change,
    { values, replace: false, expiresAt: until },
    async () => {},
  );
  if (!result.ok) throw new Error(`the thresholds of ${scopeType} ${scopeId} can't be set: ${result.code}`);
}
