import { NO_CONTEXT, NO_INTERACTION_STEPS, NO_PROGRESS, resolvePolicy, type Session } from '@cull/core';
import type { SourceReading } from '@cull/sources';
import { describe, expect, it } from 'vitest';
import { AccountWatch } from '../account-watch';
import type { Outcome, Terms } from '../evaluate-session';
import type { HeldSession } from '../shards/state';
import type { PlannedCheck } from './check-queue';
import { ShardPlans } from './shard-plans';

const START = Date.UTC(2026, 10, 28);
const TERMS: Terms = { policy: resolvePolicy([], {}, START), context: NO_CONTEXT };
const SERVED: SourceReading = { ok: true, postId: 'post', observedAt: START, views: 1, interactions: 0 };
const BELIEVED: Outcome = { goesOn: true, wasRefused: false, waitsToKill: false };

function aHeld(monitoringId = 'variant'): HeldSession {
  const session: Session = {
    ...{ monitoringId, variantId: monitoringId, personaId: 'ada', campaignId: null, postId: monitoringId },
    ...{ source: 'threads', accountId: null, expectedEngagementRate: 0.06, expectedLow: null },
    ...{ startedAt: START, extendedSeconds: 0, isProtected: false, holdoutDraw: 1 },
  };
  return {
    ...{ session, progress: NO_PROGRESS, steps: NO_INTERACTION_STEPS, pace: null, failures: 0, refusals: 0 },
    ...{ plannedBy: null, dueAt: 0, urgency: 'first', gap: null },
    stored: { progress: NO_PROGRESS, interactionsDue: null, deadlineAt: START + 600_000 },
  };
}

/** Plans whose account stretches all gaps by `stretch`. */
function somePlans({ stretch = 1 } = {}) {
  const planned: PlannedCheck[] = [];
  const hastened: string[] = [];
  const accounts = new AccountWatch();
  const plans = new ShardPlans({
    checks: {
      plan: (_, check) => {
        planned.push(check);
        return START + (check.at - START) * stretch;
      },
      hasten: (id) => void hastened.push(id),
      cancel: () => {},
    },
    accounts,
    shortestMs: 1_000,
    onAnswer: () => {},
  });
  return { plans, planned, hastened, accounts };
}

describe('the plans of a shard', () => {
  it('ask again and again for a reading that is refused, with growing pauses', () => {
    const { plans, planned } = somePlans();
    const held = aHeld();
    const refused = { ...BELIEVED, wasRefused: true };
    for (let reading = 0; reading < 12; reading += 1) plans.next(held, SERVED, refused, TERMS, START);
    const pauses = planned.map(({ at }) => (at - START) / 1_000);
    expect(pauses).toEqual([1, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 10]);
    plans.next(held, SERVED, BELIEVED, TERMS, START);
    plans.next(held, SERVED, refused, TERMS, START);
    expect(planned.at(-1)?.at).toBe(START + 1_000);
  });

  it('know when a check is really due where a budget stretches the gaps', () => {
    const { plans } = somePlans({ stretch: 6 });
    const held = aHeld();
    plans.next(held, SERVED, BELIEVED, TERMS, START);
    expect(held.dueAt).toBe(START + 6_000);
  });

  it('read those of the account that gain the most where a kill waits for a gain', () => {
    const { plans, hastened, accounts } = somePlans();
    const terms = { needed: 7, dispersion: 1.5 };
    const bar = {
      ...{ ...terms, healthyLine: 0.06, killRatio: 0.5, delaySeconds: 7.5 },
      ...{ literalDelaySeconds: 0, windowSeconds: 600 },
    };
    const gainers = ['a', 'b', 'c', 'd', 'e'].map((id) => aHeld(id).session);
    for (let second = 1; second <= 3; second += 1) {
      for (const [index, session] of gainers.entries()) {
        const interactions = (second > 1 ? index : 0) + 1;
        const sample = { views: 100 * second, interactions, observedAt: START + second * 1_000 };
        accounts.judge(session, NO_PROGRESS, sample, bar);
      }
    }
    const now = START + 5_000;
    plans.next(aHeld('dead'), SERVED, { ...BELIEVED, waitsToKill: true }, TERMS, now);
    expect(hastened).toEqual(['e', 'd', 'c']);
    // Others wait for the same gain.
    plans.next(aHeld('dead, too'), SERVED, { ...BELIEVED, waitsToKill: true }, TERMS, now + 10);
    expect(hastened).toHaveLength(3);
    // What has ended can't gain anything.
    plans.next(aHeld('e'), SERVED, BELIEVED, TERMS, now + 20);
    plans.update(new Map(), () => TERMS, now + 30);
    plans.next(aHeld('dead'), SERVED, { ...BELIEVED, waitsToKill: true }, TERMS, now + 2_000);
    expect(hastened.slice(3)).toEqual(['d', 'c', 'b']);
  });
});
