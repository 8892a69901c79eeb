import {
  formatCount,
  formatCountOf,
  isExpectationSuspect,
  type Policy,
  PRESETS,
  type ResolvedPolicy,
  refutesDelay,
  type SiblingPool,
} from '@cull/core';
import {
  type KnownReactions,
  personaOfAccount,
  readKillJudgements,
  readPersonaReactions,
  readSpareGroup,
  readSurroundings,
} from '@cull/db';
import type { z } from 'zod';
import type { Services } from '../context';
import { toIso } from '../schemas/common';
import type { noticesOutput } from '../schemas/notices';
import { falseShareOf } from './kills';
import { type LiteralRecord, literalRecordOf, MIN_JUDGED_KILLS } from './literal-record';
import { falseSharesInWords } from './words';

export type Notices = z.output<typeof noticesOutput>;
type Notice = Notices['items'][number];

const PERIOD_MS = 7 * 86_400_000;
/** More false kills than this are not what anybody means by careful enough. */
const MAX_FALSE_SHARE = 0.05;

/** Works out what people should know about how Cull judges their variants, and what would end it. */
export async function readNotices({
  db,
  policies,
  now,
}: Pick<Services, 'db' | 'policies' | 'now'>): Promise<Notices> {
  const at = now();
  const since = at - PERIOD_MS;
  const [judgements, { verdicts }, reactions, surroundings] = await Promise.all([
    readKillJudgements(db.pool, since),
    readSpareGroup(db.pool, { sparedSince: since, killsSince: at }),
    readPersonaReactions(db.pool),
    readSurroundings(db.pool, at),
  ]);
  const known = new Map(
    reactions.filter(({ updatedAt }) => updatedAt >= since).map((own) => [own.personaId, own]),
  );
  const { pools, steppingAccounts } = surroundings;
  const personaIds = new Set([
    ...judgements.map(({ personaId }) => personaId),
    ...verdicts.map(({ personaId }) => personaId),
    ...known.keys(),
    ...pools.keys(),
  ]);
  const items: (Notice | null)[] = [...steppingAccounts].map(interactionsStep);
  for (const personaId of [...personaIds].sort()) {
    const policy = await policies.resolve({ personaId });
    if (policy.values.mode === 'off') continue;
    const own = known.get(personaId);
    items.push(
      literalFalseKills(personaId, policy.values, literalRecordOf(personaId, judgements, verdicts), own),
      delayRefuted(personaId, policy, own),
      expectationSuspect(personaId, policy.values, pools.get(personaId)),
    );
  }
  return { at: toIso(at), items: items.filter((item) => item !== null) };
}

const CAREFUL = PRESETS.find(({ id }) => id === 'careful')?.values;

/** By kills that were judged; while those are too few, by what the literal rule would have done in the recordings. */
function literalFalseKills(
  personaId: string,
  policy: Policy,
  { judged, wereFalse }: LiteralRecord,
  recorded: KnownReactions | undefined,
): Notice | null {
  if (!policy.belowThreshold.enabled || isCareful(policy)) return null;
  const { literalKills = 0, literalFalseKills: recovered = 0 } = recorded ?? {};
  const byJudgement = judged >= MIN_JUDGED_KILLS;
  const [count, of] = byJudgement ? [wereFalse, judged] : [recovered, literalKills];
  const share = of < MIN_JUDGED_KILLS ? null : falseShareOf(count, of);
  if (share === null || share.low <= MAX_FALSE_SHARE) return null;
  const counted = byJudgement
    ? `judged kills of ${personaId} by the literal rule were false`
    : `recorded variants of ${personaId} that the literal rule kills recover`;
  const figures = falseSharesInWords(count, `${formatCount(of)} ${counted}`, share);
  const text = `${figures}. The preset Careful gives views time to bring their reactions first.`;
  return { kind: 'literal_false_kills', personaId, text, preset: 'careful', values: null };
}

function isCareful({ belowThreshold, consecutiveBreaches }: Policy): boolean {
  return (
    belowThreshold.reactionDelaySeconds >= (CAREFUL?.belowThreshold?.reactionDelaySeconds ?? 0) &&
    consecutiveBreaches >= (CAREFUL?.consecutiveBreaches ?? 0)
  );
}

/** A default that is refuted gives way by itself; one that somebody has set has to be changed by somebody. */
function delayRefuted(
  personaId: string,
  { values: { evidence }, origins }: ResolvedPolicy,
  known: KnownReactions | undefined,
): Notice | null {
  const origin = origins['evidence.reactionDelaySeconds'];
  const delay = known?.delay ?? null;
  if (!evidence.enabled || origin === 'default' || origin === 'learned' || delay === null) return null;
  if (!refutesDelay({ delay }, evidence.reactionDelaySeconds)) return null;
  const { meanSeconds, low, high, suggestedSeconds } = delay;
  const measured = `${meanSeconds.toFixed(1)} s (${low.toFixed(1)} s to ${high.toFixed(1)} s)`;
  const text = `Evidence counts on a reaction delay of ${evidence.reactionDelaySeconds} s, but reactions to ${personaId} take ${measured}. Too short a delay kills healthy variants; ${suggestedSeconds} s fits.`;
  const values = { evidence: { reactionDelaySeconds: suggestedSeconds } };
  return { kind: 'delay_refuted', personaId, text, preset: null, values };
}

function expectationSuspect(personaId: string, policy: Policy, pool: SiblingPool | undefined): Notice | null {
  if (pool === undefined || !isExpectationSuspect(pool, policy)) return null;
  const { variants, interactions, due } = pool;
  const text = `${formatCountOf(variants, 'live variant')} of ${personaId}, the worst one left out, together got ${formatCount(interactions)} of ${formatCount(due)} interactions due so far. The expected ER, the hour or the source may be wrong.`;
  return { kind: 'expectation_suspect', personaId, text, preset: null, values: null };
}

function interactionsStep(account: string): Notice {
  const personaId = personaOfAccount(account);
  const whose = personaId === null ? `read from ${account}` : `pushed for ${personaId}`;
  const text = `Interactions ${whose} arrive in steps, apart from the views. Evidence and drops can’t tell there, so only the literal rule kills.`;
  return { kind: 'interactions_step', personaId, text, preset: null, values: null };
}
