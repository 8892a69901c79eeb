import { formatCount, type Policy, type RuleReason, type ShareInterval } from '@cull/core';
import { readKillJudgements, readPostingCounts, readSpareGroup } from '@cull/db';
import type { z } from 'zod';
import type { Services } from '../context';
import type { costsOutput } from '../schemas/costs';
import { falseShareOf } from './kills';
import { type LiteralRecord, literalRecordOf, MIN_JUDGED_KILLS } from './literal-record';
import { sumOf } from './sum-of';
import { boundPerDay, falseSharesInWords, perDay } from './words';

type Costs = z.output<typeof costsOutput>;
type RuleCost = Costs['total']['rules'][number];

const DAY_MS = 86_400_000;
const MAX_DAYS = 7;
/**
 * Works out how many false kills a day each rule is expected to make, of the last 7 days.
 * @param personaId One persona; all of them where it is undefined.
 */
export async function killCosts(
  { db, policies, now }: Pick<Services, 'db' | 'policies' | 'now'>,
  personaId: string | undefined,
): Promise<Costs> {
  const at = now();
  const since = at - MAX_DAYS * DAY_MS;
  const [postings, judgements, { verdicts }] = await Promise.all([
    readPostingCounts(db.pool, since),
    readKillJudgements(db.pool, since),
    readSpareGroup(db.pool, { sparedSince: since, killsSince: at }),
  ]);
  const watchedFor = (at - Math.min(at, ...postings.map(({ firstAt }) => firstAt))) / DAY_MS;
  const days = Math.min(MAX_DAYS, Math.max(1, watchedFor));
  const meant = postings.filter((own) => personaId === undefined || own.personaId === personaId);
  const personas = await Promise.all(
    meant.map(async (own): Promise<PersonaCost> => {
      const { values: policy } = await policies.resolve({ personaId: own.personaId });
      const literal = literalRecordOf(own.personaId, judgements, verdicts);
      return { personaId: own.personaId, policy, postingsPerDay: own.postings / days, literal };
    }),
  );
  return {
    days,
    total: {
      postingsPerDay: sumOf(personas, ({ postingsPerDay }) => postingsPerDay),
      rules: rulesOf(personas, days),
    },
    personas: personas.map((own) => ({
      personaId: own.personaId,
      mode: own.policy.mode,
      postingsPerDay: own.postingsPerDay,
      rules: rulesOf([own], days),
    })),
  };
}

interface PersonaCost {
  readonly personaId: string;
  readonly policy: Policy;
  readonly postingsPerDay: number;
  readonly literal: LiteralRecord;
}

function rulesOf(personas: readonly PersonaCost[], days: number): RuleCost[] {
  const killing = personas.filter(({ policy: { mode } }) => mode === 'auto' || mode === 'approve');
  const literal = killing.filter(({ policy }) => policy.belowThreshold.enabled);
  const evidence = killing.filter(({ policy }) => policy.evidence.enabled);
  return [
    ...(literal.length > 0 ? [literalCost(literal, days)] : []),
    ...(evidence.length > 0 ? [evidenceCost(evidence)] : []),
  ];
}

function literalCost(personas: readonly PersonaCost[], days: number): RuleCost {
  const judged = sumOf(personas, ({ literal }) => literal.judged);
  const wereFalse = sumOf(personas, ({ literal }) => literal.wereFalse);
  const killsPerDay = sumOf(personas, ({ literal }) => literal.kills) / days;
  const rule = { rule: 'literal' as const, reasons: ['below_threshold'] satisfies RuleReason[] };
  const share = judged < MIN_JUDGED_KILLS ? null : falseShareOf(wereFalse, judged);
  if (share === null) {
    const text = `Not known yet: ${judged} of ${MIN_JUDGED_KILLS} judged kills.`;
    return { ...rule, falseKillsPerDay: null, basis: 'not_known_yet', text };
  }
  const falseKillsPerDay = scaled(share, killsPerDay);
  const { value, low, high } = falseKillsPerDay;
  const rests = falseSharesInWords(wereFalse, `${formatCount(judged)} judged kills were false`, share);
  const text = `${perDay(value)} false kills a day (${perDay(low)} to ${perDay(high)}): ${rests}, at ${perDay(killsPerDay)} kills a day.`;
  return { ...rule, falseKillsPerDay, basis: 'measured', text };
}

function scaled({ share, low, high }: ShareInterval, killsPerDay: number) {
  return { value: share * killsPerDay, low: low * killsPerDay, high: high * killsPerDay };
}

/** The test kills a healthy variant with probability at most alpha, so healthy postings times alpha is the most. */
function evidenceCost(personas: readonly PersonaCost[]): RuleCost {
  const bound = sumOf(personas, ({ policy, postingsPerDay }) => policy.evidence.alpha * postingsPerDay);
  const postings = sumOf(personas, ({ postingsPerDay }) => postingsPerDay);
  const alphas = new Set(personas.map(({ policy }) => policy.evidence.alpha));
  const [alpha = 0] = alphas;
  const chance = alphas.size === 1 ? `, each with a chance of at most 1 in ${formatCount(1 / alpha)}` : '';
  const killsDrops = personas.some(({ policy }) => policy.drop.action === 'kill');
  return {
    rule: 'evidence',
    reasons: killsDrops ? ['evidence', 'drop'] : ['evidence'],
    falseKillsPerDay: { value: bound, low: 0, high: bound },
    basis: 'bound',
    text: `${boundPerDay(bound)} false kills a day: ${perDay(postings)} variants posted a day${chance}.`,
  };
}
