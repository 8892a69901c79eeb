import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT } from '../test/fixtures';
import { NO_CONTEXT } from './check-context';
import { evaluate } from './evaluate';
import { explain } from './explain';
import { type Halt, haltFor } from './hold';
import type { PolicyValues } from './policy';
import type { Reading } from './reading';
import { NO_PROGRESS, type Progress } from './session';

const START = POSTED_AT + 60_000;
const pause: Halt = {
  kind: 'paused',
  personaId: null,
  source: null,
  reason: 'wrong picture everywhere',
  actor: 'ann',
  since: POSTED_AT,
  until: null,
};
const breaker: Halt = {
  ...pause,
  kind: 'breaker',
  actor: 'engine',
  reason: '31 kills',
  until: START + 60_000,
};

/** Looks once a second at a variant that is below the kill threshold, or not, in each. */
function watch(
  bad: readonly boolean[],
  values: PolicyValues,
  { halt = null, isProtected = false }: { halt?: Halt | null; isProtected?: boolean } = {},
) {
  let progress: Progress = NO_PROGRESS;
  const session = aSession({ isProtected });
  const policy = aPolicy(values);
  const seen: string[] = [];
  let text = '';
  for (const [index, isBad] of bad.entries()) {
    const now = START + index * 1000;
    const views = 1000 + index;
    const reading: Reading = {
      kind: 'sample',
      sample: { views, interactions: isBad ? 20 + index : 60 + index, observedAt: now },
    };
    const before = progress.hold;
    const result = evaluate(session, { ...progress, lastInteractions: null }, reading, policy, now, {
      ...NO_CONTEXT,
      halt,
    });
    progress = result.progress;
    const { ending } = result;
    if (ending !== null) {
      const reason = ending.reason === 'evidence' ? 'evidence' : 'below_threshold';
      text = explain(session, progress, policy, { status: 'killed', reason }, now).text;
      return { seen: [...seen, ending.outcome], text, progress };
    }
    seen.push(progress.hold === before ? '·' : (progress.hold?.cause ?? 'none'));
    text = explain(
      session,
      progress,
      policy,
      { status: 'monitoring', context: { ...NO_CONTEXT, halt } },
      now,
    ).text;
  }
  return { seen, text, progress };
}

describe('a kill that the rules ask for', () => {
  it('is carried out in the mode auto', () => {
    expect(watch([false, true], {}).seen).toEqual(['·', 'killed']);
  });

  it('is recorded once in shadow, and the variant goes on', () => {
    const { seen, text } = watch([true, true, false, true], { mode: 'shadow' });
    expect(seen).toEqual(['shadow', '·', '·', '·']);
    expect(text).toContain(
      'Not killed, since the policy is in shadow mode, which only records. Otherwise: 23 inter',
    );
  });

  it('is not asked for when the policy is off', () => {
    const { seen, text } = watch([true, true], { mode: 'off' });
    expect(seen).toEqual(['·', '·']);
    expect(text).toContain('the policy is off');
  });

  it('is held back from a protected variant', () => {
    expect(watch([true], {}, { isProtected: true }).text).toContain('somebody has protected the variant');
  });

  it.each([
    { halt: pause, text: 'all kills were paused by ann: wrong picture everywhere' },
    { halt: breaker, text: 'the circuit breaker blocks all kills: 31 kills' },
  ])('is held back under a halt, which outranks the mode: $halt.kind', ({ halt, text }) => {
    const watched = watch([true, true], { mode: 'shadow' }, { halt });
    expect(watched.seen).toEqual([halt.kind, '·']);
    expect(watched.text).toContain(text);
  });
});

describe('a kill that waits for approval', () => {
  const approve = (onExpiry: 'kill' | 'spare'): PolicyValues => ({
    mode: 'approve',
    approval: { expirySeconds: 3, onExpiry },
  });

  it('is carried out at the end of its time where the policy says so', () => {
    const { seen, text } = watch([true, true, true, true, true], approve('kill'));
    expect(seen).toEqual(['approval', '·', '·', 'killed']);
    expect(text).toMatch(/^Killed: .+ Nobody answered within 0:03, and the policy kills then\.$/);
  });

  it('is explained by the rule alone where nobody was asked', () => {
    expect(watch([true], {}).text).toMatch(/^Killed: .+ of the expected 6%\)\.$/);
  });

  it('waits for the next breach when the variant has recovered by then', () => {
    expect(watch([true, false, false, false, true], approve('kill')).seen).toEqual([
      'approval',
      '·',
      '·',
      '·',
      'killed',
    ]);
  });

  it.each([
    { name: 'still below', bad: [true, true, true, true, true] },
    { name: 'recovered', bad: [true, false, false, false, true] },
  ])('is dropped at the end of its time where the policy spares: $name', ({ bad }) => {
    const { seen, text } = watch(bad, approve('spare'));
    expect(seen).toEqual(['approval', '·', '·', 'spared', '·']);
    expect(text).toMatch(
      /^Not killed, since nobody answered within 0:03, so the policy spares it\. \d\d interactions from/,
    );
  });
});

describe('the halt of a session', () => {
  const ofPersona = { ...pause, personaId: 'persona-1' };
  const polled = { personaId: 'persona-1', source: 'threads', accountId: null } as const;
  it.each([
    { name: 'its own', halts: [ofPersona], found: ofPersona },
    { name: 'that of everything', halts: [pause], found: pause },
    { name: 'not that of another', halts: [{ ...pause, personaId: 'other' }], found: null },
    { name: 'a pause before a circuit breaker', halts: [breaker, ofPersona], found: ofPersona },
    { name: 'none that is over', halts: [{ ...breaker, until: START }], found: null },
  ])('is $name', ({ halts, found }) => {
    expect(haltFor(halts, polled, START)).toEqual(found);
  });
});

describe('the circuit breaker of a source', () => {
  const of = (source: string) => ({ ...breaker, source });
  const polled = { personaId: 'persona-1', source: 'threads', accountId: null } as const;
  const sessions = {
    push: { ...polled, source: 'push' },
    default: polled,
    'account-1': { ...polled, accountId: 'account-1' },
  } as const;
  it.each(['push', 'default', 'account-1'] as const)('holds back the kills of %s alone', (source) => {
    const held = Object.entries(sessions).filter(
      ([, session]) => haltFor([of(source)], session, START) !== null,
    );
    expect(held.map(([name]) => name)).toEqual([source]);
  });
});

describe('the spare group', () => {
  const spared = { ...aSession(), holdoutDraw: 0.1 };
  const sample = { views: 1000, interactions: 20, observedAt: START };
  const check = (values: PolicyValues, progress = NO_PROGRESS, at = START, context = NO_CONTEXT) =>
    evaluate(
      spared,
      progress,
      { kind: 'sample', sample: { ...sample, views: sample.views + (at - START), observedAt: at } },
      aPolicy(values),
      at,
      context,
    );

  it('spares the verdicts of the rules below the rate, and stays as it was drawn', () => {
    expect(check({ holdoutRate: 0.05 }).ending?.outcome).toBe('killed');
    const first = check({ holdoutRate: 0.2 });
    expect([first.ending, first.progress.hold?.cause]).toEqual([null, 'holdout']);
    expect(first.changes).toContainEqual({ type: 'held', hold: first.progress.hold });
    const later = check({ holdoutRate: 0 }, first.progress, START + 1000);
    expect([later.ending, later.progress.hold]).toEqual([null, first.progress.hold]);
  });

  it('stays spared through a pause in which the rate is taken back', () => {
    const first = check({ holdoutRate: 0.2 });
    const halt = {
      kind: 'paused',
      personaId: null,
      source: null,
      reason: 'lunch',
      actor: 'ann',
      since: START,
      until: null,
    } as const;
    const paused = check({ holdoutRate: 0 }, first.progress, START + 1000, { ...NO_CONTEXT, halt });
    expect(paused.progress.hold?.cause).toBe('paused');
    const resumed = check({ holdoutRate: 0 }, paused.progress, START + 2000);
    expect([resumed.ending, resumed.progress.hold?.cause]).toEqual([null, 'holdout']);
  });

  it('comes behind a pause, and before an approval is asked for', () => {
    expect(check({ holdoutRate: 0.2, mode: 'approve' }).progress.hold?.cause).toBe('holdout');
    expect(check({ holdoutRate: 0.2, mode: 'shadow' }).progress.hold?.cause).toBe('shadow');
  });
});
