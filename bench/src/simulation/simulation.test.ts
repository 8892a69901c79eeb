import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from './options';
import { wilson } from './outcome';
import { toMarkdown } from './report';
import { runSimulation, type SimulationPlan } from './simulate';
import { readPackages } from './upworthy';

const PLAN: SimulationPlan = {
  seed: 7,
  variants: 8,
  healthyVariants: 300,
  badVariants: 100,
  traffic: [600],
  data: null,
};

function csv(...lines: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cull-packages-')), 'packages.csv');
  writeFileSync(path, `${['test_id,package,impressions,clicks', ...lines].join('\n')}\n`);
  return path;
}

describe('a simulation', () => {
  const first = runSimulation(PLAN, () => {});

  it('gives the same tables for the same seed, and others for another', () => {
    expect(toMarkdown(runSimulation(PLAN, () => {}))).toBe(toMarkdown(first));
    expect(toMarkdown(runSimulation({ ...PLAN, seed: 8 }, () => {}))).not.toBe(toMarkdown(first));
  });

  it('shows what is known of the rules', () => {
    const silent = first.published.find(
      ({ viewsPerMinute, trueRatio }) => viewsPerMinute === 600 && trueRatio === 0,
    );
    const [literal, , evidence] = silent?.measured ?? [];
    expect([literal?.killed.share, evidence?.killed.share]).toEqual([0, 1]);
    for (const { ratio } of first.efficiency) {
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.6);
    }
    for (const { alpha, byTest, byRule } of first.falseKills) {
      expect(byTest.low).toBeLessThanOrEqual(alpha);
      expect(byRule.share).toBeLessThanOrEqual(byTest.share);
    }
  });

  it('has every setting with every preset, and progress up to the end', () => {
    const told: number[] = [];
    const { cells } = runSimulation({ ...PLAN, variants: 4 }, (_, share) => told.push(share));
    expect(cells).toHaveLength(18 * 7);
    expect(new Set(cells.map(({ outcomes }) => outcomes.length))).toEqual(new Set([3]));
    expect(told.at(-1)).toBeCloseTo(1, 9);
  });
});

describe('Upworthy packages', () => {
  it('are killed below half of what their test expects, and left alone at it', () => {
    const path = csv('a,0,4000,400', 'a,1,4000,400', 'a,2,4000,20');
    const { upworthy } = runSimulation({ ...PLAN, traffic: [], variants: 4, data: path }, () => {});
    expect(upworthy?.map(({ from, packages, rules }) => [from, packages, rules[1]?.killed.share])).toEqual([
      [0, 1, 1],
      [0.9, 2, 0],
    ]);
    expect(upworthy?.[0]?.rules[1]?.saved).toBeGreaterThan(0.9);
  });

  it.each([
    ['a,0,100,101', /line 2: .*more clicks than impressions/s],
    ['a,0,many,1', /line 2: /],
    ['a,0,100', /line 2: /],
  ])('%s is refused with its line', (line, message) => {
    expect(() => readPackages(csv(line))).toThrow(message);
  });
});

describe('wilson', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i out of %i is the published interval', (count, total, low, high) => {
    expect(wilson(count, total).low).toBeCloseTo(low, 4);
    expect(wilson(count, total).high).toBeCloseTo(high, 4);
  });
});

describe('the options', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({ seed: 1, quick: false, help: false });
  });

  it.each([
    [['--seed', 'x'], /--seed is x: needs a number/],
    [['--variants', '1'], /--variants is 1: .*4/],
    [['--speed'], /--speed/],
  ])('%j is refused', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
