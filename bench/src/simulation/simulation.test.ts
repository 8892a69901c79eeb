import { describe, expect, it } from 'vitest';
import { type Answer, type CellOf, jobsOf, type PartName, runJob } from './parts';
import type { Plan } from './plan';
import { toMarkdown } from './report';
import { type RunJobs, runHere, runSimulation } from './simulate';

/** On a busy machine. */
const timeout = 60_000;
const PLAN: Plan = { seed: 7, scale: 0.01, data: null };

/** Simulates one job in so many, in the order that is given. */
const oneIn =
  (step: number, order: 'forward' | 'backward' = 'forward'): RunJobs =>
  (jobs, plan) => {
    const some = jobs.filter((_, index) => index % step === 0);
    return runHere(order === 'forward' ? some : some.toReversed(), plan);
  };

/** Simulates one cell of a table with a name. */
function cell<Name extends PartName>(part: Name, index: number): CellOf<Name> {
  const answer = runJob({ part, index }, PLAN);
  if (!isOf(answer, part)) throw new Error(`a cell of ${part} was asked for, one of ${answer.part} came`);
  return answer.cell;
}

function isOf<Name extends PartName>(
  answer: Answer,
  part: Name,
): answer is Answer & { readonly cell: CellOf<Name> } {
  return answer.part === part;
}

describe('a simulation', { timeout }, () => {
  it('gives the same tables for the same seed, in whatever order, and others for another', async () => {
    const tables = async (plan: Plan, run: RunJobs) => toMarkdown(await runSimulation(plan, run));
    const first = await tables(PLAN, oneIn(60));
    expect(await tables(PLAN, oneIn(60, 'backward'))).toBe(first);
    expect(await tables({ ...PLAN, seed: 8 }, oneIn(60))).not.toBe(first);
  });

  it('has a job for every cell of every table, and for the packages where there are some', () => {
    const counts = new Map<PartName, number>();
    for (const { part } of jobsOf(PLAN)) counts.set(part, (counts.get(part) ?? 0) + 1);
    expect(counts.get('presets')).toBe(3 * 3 * 6 * 7);
    expect(counts.get('kinds')).toBe(11 * 3);
    expect(counts.get('timeToKill')).toBe(12);
    expect(counts.get('falseKills')).toBe(10 * 3);
    expect(counts.has('upworthy')).toBe(false);
    expect(jobsOf({ ...PLAN, data: 'packages.csv' }).some(({ part }) => part === 'upworthy')).toBe(true);
  });
});

describe('what is known of the rules', { timeout }, () => {
  it('evidence kills the silent loser within seconds, the literal rule never', () => {
    const [literal, evidence] = cell('timeToKill', 0).columns;
    expect([literal?.outcome.killed.share, evidence?.outcome.killed.share]).toEqual([0, 1]);
    expect(evidence?.outcome.seconds?.median).toBeGreaterThan(12);
    expect(evidence?.outcome.seconds?.median).toBeLessThan(18);
  });

  it('a drop is killed within seconds of it, counted from the drop, and not before', () => {
    const { name, viewsPerMinute, columns } = cell('timeToKill', 7);
    expect([name, viewsPerMinute]).toEqual(['twice expected, then dead', 6_000]);
    const atOnce = columns[1]?.outcome;
    const delayed = columns[4]?.outcome;
    for (const outcome of [atOnce, delayed]) {
      expect(outcome?.killed.share).toBe(1);
      expect(outcome?.killedBefore.share).toBe(0);
    }
    expect(atOnce?.seconds?.median).toBeLessThan(9);
    expect(delayed?.seconds?.median).toBeGreaterThan(atOnce?.seconds?.median ?? 99);
    expect(columns[0]?.outcome.killed.share).toBeLessThan(0.8);
  });

  it('evidence leaves a delayed healthy variant alone, which the literal rule kills where traffic is brisk', () => {
    const { literal, told } = cell('falseKills', 5);
    expect(literal.killed.low).toBeGreaterThan(0.4);
    for (const { outcome } of told) expect(outcome.killed.low).toBeLessThan(0.01);
  });

  it('evidence keeps its promise with a check at every view, and needs little more than the least possible', async () => {
    const { everyView, efficiency } = await runSimulation(PLAN, (jobs, plan) =>
      runHere(
        jobs.filter(({ part }) => part === 'everyView' || part === 'efficiency'),
        plan,
      ),
    );
    expect(everyView.map(({ alpha }) => alpha)).toEqual([0.001, 0.01, 0.05]);
    for (const { alpha, level, mixture } of everyView) {
      expect(level.test.low).toBeLessThanOrEqual(alpha);
      expect(level.rule.share).toBeLessThanOrEqual(level.test.share);
      expect(mixture.rule.low).toBeLessThanOrEqual(alpha);
    }
    // At 5% false kills have to happen, or nothing was tried.
    expect(everyView[2]?.level.test.share).toBeGreaterThan(0.02);
    for (const { ratio } of efficiency) {
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(2);
    }
  });

  it('the careful preset kills a drop that the default warns of', () => {
    const { name, outcomes } = cell('kinds', 1);
    expect(name).toBe('healthy, then dead');
    const [literal, careful] = outcomes;
    expect(literal?.warned.low).toBeGreaterThan(careful?.warned.share ?? 1);
    expect(careful?.killed.share).toBe(1);
  });

  it('a rule that compares siblings applies to a fixed set, and fails where mixed siblings come and go', () => {
    for (const { alpha, killed } of cell('siblings', 0).falseKills)
      expect(killed.low).toBeLessThanOrEqual(alpha);
    const { name, falseKills } = cell('siblings', 8);
    expect(name).toBe('come and go, mixed: 0.2 and 1.2');
    for (const { alpha, killed } of falseKills) expect(killed.low).toBeGreaterThan(alpha);
  });
});
