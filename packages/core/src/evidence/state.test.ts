import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE } from '../../test/reference';
import { decodeEvidence, encodeEvidence } from './encode';
import { advance, type EvidenceState, maturedViews, NO_EVIDENCE, skip } from './state';
import type { EvidenceTerms } from './terms';
import { isBelowDue, isDropping, logEvidenceToKill, logLevelEvidence, sincePosting } from './verdict';

const TERMS: EvidenceTerms = {
  healthyLine: 0.06,
  killRatio: 0.5,
  dispersion: 1,
  delaySeconds: 7.5,
  literalDelaySeconds: 0,
  needed: Math.log(1000),
  windowSeconds: 600,
};

/** Seconds, views, interactions. */
type Step = readonly [number, number, number];

function after(steps: Iterable<Step>, terms = TERMS, from: EvidenceState = NO_EVIDENCE): EvidenceState {
  let state = from;
  for (const [at, views, interactions] of steps) state = advance(state, { views, interactions }, at, terms);
  return state;
}

/** Cumulative counters at irregular gaps. */
const readings = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(400), fc.nat(30)), { minLength: 1, maxLength: 60 })
  .map((steps) => {
    const total: [number, number, number] = [0, 0, 0];
    return steps.map(([seconds, views, interactions]): Step => {
      total[0] += seconds;
      total[1] += views;
      total[2] += Math.min(views, interactions);
      return [...total];
    });
  });

describe.each(REFERENCE.sequences)('the reference sequence “$name”', (sequence) => {
  const terms: EvidenceTerms = {
    healthyLine: Number(sequence.healthyLine),
    killRatio: Number(sequence.killRatio) / Number(sequence.healthyRatio),
    dispersion: Number(sequence.dispersion),
    delaySeconds: Number(sequence.delayMeanSeconds),
    literalDelaySeconds: 0,
    needed: -Math.log(Number(sequence.alpha)),
    windowSeconds: sequence.windowSeconds,
  };

  it('has the same numbers at every reading, and the same end', () => {
    let state = NO_EVIDENCE;
    let killed: (typeof sequence)['killed'] = null;
    for (const [second, views, interactions, matured, logE, logD, logM, cusum] of sequence.readings) {
      state = advance(state, { views, interactions }, second, terms);
      const level = logLevelEvidence(state, terms);
      const drop = state.logDrop;
      const mixture = Math.log(0.8 * Math.exp(level) + 0.2 * Math.exp(drop));
      for (const [found, wanted] of [
        [maturedViews(state), matured],
        [level, logE],
        [drop, logD],
        [mixture, logM],
        [state.badness, cusum],
      ] as const) {
        const scale = Math.max(1e-3, Math.abs(Number(wanted)));
        expect(Math.abs(found - Number(wanted)) / scale, `at ${second} s`).toBeLessThan(1e-10);
      }
      if (killed !== null) continue;
      const neverGood =
        isBelowDue(sincePosting(state, terms), terms) &&
        logEvidenceToKill(state, terms, 'kill') >= terms.needed;
      if (isDropping(state, terms)) killed = { second, reason: 'drop', wentBadAt: state.badSince };
      else if (neverGood) killed = { second, reason: 'evidence', wentBadAt: null };
    }
    expect(killed).toEqual(sequence.killed);
  });
});

describe('the state of the evidence', () => {
  it('makes nothing due while views stand still, however long', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: 10_000 }), (steps, later) => {
        const state = after(steps);
        const [at = 0, views = 0] = steps.at(-1) ?? [];
        expect(after([[at + later, views, state.interactions]], TERMS, state)).toBe(state);
      }),
    );
  });

  it('has the same level evidence however readings are split', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: 2, max: 5 }), (steps, parts) => {
        // Between two readings views come evenly, so readings in between show what was assumed.
        let before: Step = [0, 0, 0];
        const split = steps.flatMap((step): Step[] => {
          const from = before;
          before = step;
          return Array.from({ length: parts }, (_, part) => {
            const share = (part + 1) / parts;
            const between = (index: 0 | 1) => from[index] + (step[index] - from[index]) * share;
            return [between(0), between(1), step[2]];
          });
        });
        const [whole, fine] = [after(steps), after(split)];
        fc.pre(steps.every(([, views], index) => views > (steps[index - 1]?.[1] ?? 0)));
        expect(maturedViews(fine)).toBeCloseTo(maturedViews(whole), 6);
        expect(logLevelEvidence(fine, TERMS)).toBeCloseTo(logLevelEvidence(whole, TERMS), 6);
      }),
    );
  });

  it('has the same drop evidence however readings are split within its blocks', () => {
    const terms = { ...TERMS, delaySeconds: 0 };
    const blocks: Step[] = Array.from({ length: 20 }, (_, index) => [
      (index + 1) * 3,
      (index + 1) * 30,
      index,
    ]);
    const split = blocks.flatMap(([at, views, s]): Step[] => [
      [at - 1, views - 10, Math.max(0, s - 1)],
      [at, views, s],
    ]);
    expect(after(split, terms).logDrop).toBeCloseTo(after(blocks, terms).logDrop, 12);
  });

  it('never counts what came while the source was frozen', () => {
    const before = after([
      [10, 500, 30],
      [20, 1_000, 60],
    ]);
    const thawed = skip(before, { views: 5_000, interactions: 60 }, 80);
    expect([maturedViews(thawed), thawed.interactions]).toEqual([maturedViews(before), 60]);
    const later = after([[90, 5_500, 90]], TERMS, thawed);
    expect(maturedViews(later)).toBeLessThan(maturedViews(before) + 1_000);
    expect(later.logDrop).toBeLessThan(0);
  });

  it('survives being stored', () => {
    fc.assert(
      fc.property(readings, (steps) => {
        const state = after(steps);
        const stored: unknown = JSON.parse(JSON.stringify(encodeEvidence(state)));
        expect(decodeEvidence(stored as number[])).toEqual(state);
      }),
    );
  });

  it.each([
    { name: 'nothing was stored', stored: null },
    { name: 'another version stored it', stored: [2, ...encodeEvidence(NO_EVIDENCE).slice(1)] },
    { name: 'numbers are missing', stored: [1, 2, 3] },
  ])('begins empty where $name', ({ stored }) => expect(decodeEvidence(stored)).toBe(NO_EVIDENCE));

  it('keeps its mass, and so its promise, in a window that is extended or shortened', () => {
    fc.assert(
      fc.property(readings, readings, fc.integer({ min: 1, max: 5_000 }), (steps, more, windowSeconds) => {
        const first = after(steps);
        const [at = 0, views = 0, interactions = 0] = steps.at(-1) ?? [];
        const later = more.map((step): Step => [at + step[0], views + step[1], interactions + step[2]]);
        const { massUsed } = after(later, { ...TERMS, windowSeconds }, first);
        expect(massUsed).toBeGreaterThanOrEqual(first.massUsed);
        expect(massUsed).toBeLessThanOrEqual(1);
      }),
    );
  });
});
