import { describe, expect, it } from 'vitest';
import { isBelowSiblings, logEvidenceAbove } from './siblings-rule';

/** E⁺ as the mixture that it stands for: rates r above the one that is tested, with the prior r^(−3/2) / 2. */
function byQuadrature(interactions: number, due: number): number {
  const steps = 400_000;
  let sum = 0;
  for (let step = 0; step < steps; step += 1) {
    // r = 1/u² turns the prior on (1, ∞) into a uniform one on (0, 1).
    const rate = 1 / ((step + 0.5) / steps) ** 2;
    sum += Math.exp(interactions * Math.log(rate) + (1 - rate) * due);
  }
  return Math.log(sum / steps);
}

describe('evidence of a rate above', () => {
  it.each([
    [1, 0.5],
    [12, 5],
    [30, 40],
    [200, 120],
  ])('after %i interactions where %d were due is the mixture that it stands for', (interactions, due) => {
    expect(logEvidenceAbove(interactions, due)).toBeCloseTo(byQuadrature(interactions, due), 4);
  });

  it('grows with every interaction, and falls with what was due', () => {
    expect(logEvidenceAbove(21, 10)).toBeGreaterThan(logEvidenceAbove(20, 10));
    expect(logEvidenceAbove(20, 11)).toBeLessThan(logEvidenceAbove(20, 10));
  });
});

describe('the rule that compares siblings', () => {
  const needed = Math.log(2 / 0.01);
  const siblings = { interactions: 600, views: 10_000 };

  it('asks for a rate that is plainly below half of theirs', () => {
    expect(isBelowSiblings({ interactions: 2, views: 1_000 }, siblings, needed)).toBe(true);
    expect(isBelowSiblings({ interactions: 25, views: 1_000 }, siblings, needed)).toBe(false);
    expect(isBelowSiblings({ interactions: 40, views: 1_000 }, siblings, needed)).toBe(false);
  });

  it('says nothing while the siblings tell too little', () => {
    expect(isBelowSiblings({ interactions: 2, views: 1_000 }, { interactions: 6, views: 100 }, needed)).toBe(
      false,
    );
    expect(isBelowSiblings({ interactions: 0, views: 1_000 }, { interactions: 0, views: 0 }, needed)).toBe(
      false,
    );
  });
});
