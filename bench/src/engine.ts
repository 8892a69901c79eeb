import {
  DEFAULT_POLICY,
  evaluate,
  logEvidence,
  NO_PROGRESS,
  overlay,
  type Policy,
  type Progress,
  replay,
  type Sample,
  type Session,
} from '@cull/core';
import { summarize } from './percentiles';
import { printLines } from './table';

const WINDOW_SECONDS = 599;
const VIEWS_PER_SECOND = 10;
const EXPECTED = 0.06;
const ROUNDS = 15;
const SESSIONS_A_ROUND = 400;
const EVIDENCES_A_ROUND = 200_000;
const HELD_SESSIONS = 50_000;
/** Enough checks for every part of the evidence state to be filled. */
const HELD_CHECKS = 60;

const literalOff = { belowThreshold: { enabled: false } };
const POLICIES = {
  literal: overlay(DEFAULT_POLICY, { evidence: { enabled: false } }),
  evidence: overlay(DEFAULT_POLICY, { ...literalOff, drop: { action: 'off' } }),
  'evidence, drop kills': overlay(DEFAULT_POLICY, { ...literalOff, drop: { action: 'kill' } }),
  'all, the default': DEFAULT_POLICY,
} as const satisfies Record<string, Policy>;

/** True rates as parts of the expected one, before and from the middle of the window on. */
const AUDIENCES = {
  healthy: [1, 1],
  silent: [0, 0],
  'healthy, then silent': [1, 0],
} as const satisfies Record<string, readonly [number, number]>;

/** Measures the engine alone on one core, without a database: checks a second, backtest samples a second, memory. */
export async function engine(): Promise<void> {
  const rates = Object.entries(AUDIENCES).map(([audience, [before, after]]) => {
    const samples = recording(before, after);
    const cells = Object.values(POLICIES).map((policy) => {
      // Nothing may end, or the rest of the checks would not be made.
      const endless = overlay(policy, { mode: 'shadow' });
      return inMillions(() => checkAll(samples, endless));
    });
    return [audience, ...cells];
  });
  printLines([['million evaluations a second', ...Object.keys(POLICIES)], ...rates]);
  const samples = recording(1, 1);
  const until = samples.at(-1)?.observedAt ?? 0;
  const others = [
    ['logEvidence, the values of a ten-minute window', inMillions(workOutEvidence)],
    [
      'backtest samples',
      inMillions(() => {
        for (let session = 0; session < SESSIONS_A_ROUND; session += 1) {
          replay({ session: SESSION, samples, until }, DEFAULT_POLICY, null);
        }
        return SESSIONS_A_ROUND * samples.length;
      }),
    ],
  ];
  printLines([['million a second', ''], ...others]);
  process.stdout.write(`medians of ${ROUNDS} rounds\n`);
  memory();
}

const SESSION: Session = {
  monitoringId: '00000000-0000-4000-8000-000000000000',
  variantId: 'variant',
  personaId: 'persona',
  campaignId: null,
  postId: 'post',
  source: 'threads',
  accountId: null,
  expectedEngagementRate: EXPECTED,
  expectedLow: null,
  startedAt: 0,
  extendedSeconds: 0,
  isProtected: false,
  holdoutDraw: 1,
};

/** Returns one check a second of a variant whose rate changes in the middle of the window. */
function recording(before: number, after: number): readonly Sample[] {
  let interactions = 0;
  return Array.from({ length: WINDOW_SECONDS }, (_, second) => {
    interactions += VIEWS_PER_SECOND * EXPECTED * (second < WINDOW_SECONDS / 2 ? before : after);
    return {
      views: VIEWS_PER_SECOND * (second + 1),
      interactions: Math.floor(interactions),
      observedAt: (second + 1) * 1000,
    };
  });
}

function checkAll(samples: readonly Sample[], policy: Policy): number {
  let checks = 0;
  for (let session = 0; session < SESSIONS_A_ROUND; session += 1) {
    let progress: Progress = NO_PROGRESS;
    for (const sample of samples) {
      ({ progress } = evaluate(SESSION, progress, { kind: 'sample', sample }, policy, sample.observedAt));
      checks += 1;
    }
  }
  return checks;
}

function workOutEvidence(): number {
  let sum = 0;
  for (let index = 0; index < EVIDENCES_A_ROUND; index += 1) {
    const due = (index % WINDOW_SECONDS) * VIEWS_PER_SECOND * EXPECTED;
    sum += logEvidence(Math.floor((due * (index % 100)) / 100), due);
  }
  // The sum has to be used, or the compiler could leave the work out.
  if (!Number.isFinite(sum)) throw new Error(`the evidence adds up to ${sum}`);
  return EVIDENCES_A_ROUND;
}

function inMillions(round: () => number): string {
  round();
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    return round() / (performance.now() - started) / 1000;
  });
  return summarize(rates).p50.toFixed(2);
}

/** Prints what 50,000 live sessions keep in memory: terms and progress. */
function memory(): void {
  const collect = globalThis.gc;
  if (collect === undefined) {
    process.stdout.write('memory: start node with --expose-gc to measure it\n');
    return;
  }
  collect();
  const before = process.memoryUsage().heapUsed;
  const held = new Map<string, { session: Session; progress: Progress }>();
  for (let index = 0; index < HELD_SESSIONS; index += 1) {
    const monitoringId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const session = { ...SESSION, monitoringId, variantId: `variant-${index}`, postId: `post-${index}` };
    held.set(monitoringId, { session, progress: NO_PROGRESS });
  }
  for (let second = 1; second <= HELD_CHECKS; second += 1) {
    const observedAt = second * 1000;
    for (const entry of held.values()) {
      const sample = { views: second * VIEWS_PER_SECOND, interactions: second, observedAt };
      const reading = { kind: 'sample', sample } as const;
      entry.progress = evaluate(entry.session, entry.progress, reading, DEFAULT_POLICY, observedAt).progress;
    }
  }
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  const perSession = Math.round(bytes / held.size);
  process.stdout.write(
    `${held.size.toLocaleString('en')} live sessions: ${(bytes / 1e6).toFixed(0)} MB, ${perSession.toLocaleString('en')} bytes a session\n`,
  );
}
