import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bandsOf, readPackages, upworthy } from './upworthy';

function csv(...lines: readonly string[]): string {
  const path = join(mkdtempSync(join(tmpdir(), 'cull-packages-')), 'packages.csv');
  writeFileSync(path, `${['test_id,package,impressions,clicks', ...lines].join('\n')}\n`);
  return path;
}

describe('Upworthy packages', () => {
  it('are killed below half of what their test expects, and left alone at it', () => {
    const plan = { seed: 7, scale: 1, data: csv('a,0,4000,400', 'a,1,4000,400', 'a,2,4000,20') };
    const shares = Array.from({ length: upworthy.count(plan) }, (_, index) => upworthy.run(index, plan));
    const bands = bandsOf(shares.flat());
    expect(bands.map(({ from, packages, rules }) => [from, packages, rules[1]?.killed.share])).toEqual([
      [0, 1, 1],
      [0.9, 2, 0],
    ]);
    expect(bands[0]?.rules[1]?.saved).toBeGreaterThan(0.9);
  });

  it.each([
    ['a,0,100,101', /line 2: .*more clicks than impressions/s],
    ['a,0,many,1', /line 2: /],
    ['a,0,100', /line 2: /],
  ])('%s is refused with its line', (line, message) => {
    expect(() => readPackages(csv(line))).toThrow(message);
  });
});
