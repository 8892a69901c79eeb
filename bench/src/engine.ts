import {
  DEFAULT_POLICY,
  evaluate,
  NO_PROGRESS,
  overlay,
  type Policy,
  type Progress,
  replay,
  type Sample,
  type Session,
} from '@cull/core';
import { summarise } from './percentiles';

const WINDOW_SECONDS = 599;
const VIEWS_PER_SECOND = 10;
const ROUNDS = 15;
const SESSIONS_A_ROUND = 400;
const HELD_SESSIONS = 50_000;
/** Longer than the longest reaction lag, so that the kept views have their full length. */
const HELD_LOOKS = 60;

const RULES = {
  'below_threshold alone': overlay(DEFAULT_POLICY, { evidence: { enabled: false } }),
  'evidence alone': overlay(DEFAULT_POLICY, { belowThreshold: { enabled: false } }),
  'both, the default': DEFAULT_POLICY,
} as const satisfies Record<string, Policy>;

/** True rates as parts of the expected one; the evidence on a silent variant has to be worked out at every look. */
const TRUE_RATIOS = { healthy: 1, silent: 0 } as const;

/** The engine alone on one core, without a database: looks a second, samples a second in a backtest, bytes a session. */
export async function engine(): Promise<void> {
  for (const [audience, ratio] of Object.entries(TRUE_RATIOS)) {
    const samples = recording(0.06 * ratio);
    for (const [rules, policy] of Object.entries(RULES)) {
      // Nothing may end, or the rest of the looks would not be taken.
      const endless = overlay(policy, { mode: 'shadow' });
      rate(`${audience}, ${rules}`, 'evaluations', () => watchAll(samples, endless));
    }
  }
  const samples = recording(0.06);
  rate('backtest of recorded samples', 'samples', () => {
    for (let session = 0; session < SESSIONS_A_ROUND; session += 1) {
      replay({ session: SESSION, samples, until: samples.at(-1)?.observedAt ?? 0 }, DEFAULT_POLICY, null);
    }
    return SESSIONS_A_ROUND * samples.length;
  });
  memory();
}

const SESSION: Session = {
  monitoringId: '00000000-0000-4000-8000-000000000000',
  variantId: 'variant',
  personaId: 'persona',
  campaignId: null,
  postId: 'post',
  source: 'threads',
  expectedEngagementRate: 0.06,
  startedAt: 0,
  extendedSeconds: 0,
  isProtected: false,
};

/** One look a second at a variant with a steady rate. */
function recording(engagementRate: number): readonly Sample[] {
  return Array.from({ length: WINDOW_SECONDS }, (_, second) => {
    const views = VIEWS_PER_SECOND * (second + 1);
    return { views, interactions: Math.round(views * engagementRate), observedAt: (second + 1) * 1000 };
  });
}

function watchAll(samples: readonly Sample[], policy: Policy): number {
  let looks = 0;
  for (let session = 0; session < SESSIONS_A_ROUND; session += 1) {
    let progress: Progress = NO_PROGRESS;
    for (const sample of samples) {
      ({ progress } = evaluate(SESSION, progress, { kind: 'sample', sample }, policy, sample.observedAt));
      looks += 1;
    }
  }
  return looks;
}

function rate(name: string, unit: string, round: () => number): void {
  round();
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    return round() / (performance.now() - started) / 1000;
  });
  const { p50, max } = summarise(rates);
  process.stdout.write(
    `  ${name.padEnd(46)} ${p50.toFixed(2)} million ${unit} a second (median of ${ROUNDS} rounds, best ${max.toFixed(2)})\n`,
  );
}

/** What 50,000 live sessions keep in memory: terms, progress, and the views that the reaction lag looks back at. */
function memory(): void {
  const collect = globalThis.gc;
  if (collect === undefined) {
    process.stdout.write('  memory: start node with --expose-gc to measure it\n');
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
  for (let second = 1; second <= HELD_LOOKS; second += 1) {
    const observedAt = second * 1000;
    for (const entry of held.values()) {
      const sample = { views: second * VIEWS_PER_SECOND, interactions: second, observedAt };
      entry.progress = evaluate(
        entry.session,
        entry.progress,
        { kind: 'sample', sample },
        DEFAULT_POLICY,
        observedAt,
      ).progress;
    }
  }
  collect();
  const bytes = process.memoryUsage().heapUsed - before;
  process.stdout.write(
    `  ${held.size.toLocaleString('en')} live sessions: ${(bytes / 1e6).toFixed(0)} MB, ${Math.round(bytes / held.size)} bytes a session\n`,
  );
}
