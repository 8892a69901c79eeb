import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPolicy, aSession, POSTED_AT } from '../test/fixtures';
import { NO_CONTEXT } from './check-context';
import { evaluate } from './evaluate';
import { explain } from './explain';
import type { PolicyValues } from './policy';
import { NO_PROGRESS } from './session';
import {
  isExpectationSuspect,
  NO_SIBLINGS,
  poolOf,
  type SiblingCounts,
  type SiblingGroup,
  type SiblingPool,
  withSibling,
} from './siblings';

const NOW = POSTED_AT + 60_000;
/** Half a dozen siblings that are far below what was expected of them. */
const LOW: SiblingPool = { variants: 6, interactions: 40, due: 200 };

function checkAmong(siblings: SiblingPool, values: PolicyValues) {
  const policy = aPolicy(values);
  const context = { ...NO_CONTEXT, siblings };
  const sample = { views: 1000, interactions: 20, observedAt: NOW };
  const result = evaluate(aSession(), NO_PROGRESS, { kind: 'sample', sample }, policy, NOW, context);
  const { text, caveats } = explain(
    aSession(),
    result.progress,
    policy,
    { status: 'monitoring', context },
    NOW,
  );
  return { ...result, text, caveats };
}

describe('the guard of the siblings', () => {
  it.each([
    { name: 'low siblings', siblings: LOW, suspect: true },
    { name: 'too few of them', siblings: { ...LOW, variants: 2 }, suspect: false },
    { name: 'siblings at half of what was due', siblings: { ...LOW, interactions: 100 }, suspect: false },
    { name: 'too little to go by', siblings: { variants: 6, interactions: 0, due: 5 }, suspect: false },
  ])('suspects the expectation because of $name: $suspect', ({ siblings, suspect }) => {
    expect(isExpectationSuspect(siblings, aPolicy())).toBe(suspect);
    expect(isExpectationSuspect(siblings, aPolicy({ siblings: { guard: 'off' } }))).toBe(false);
  });

  it('says so by default, with the kill, and kills anyway', () => {
    const { ending, progress } = checkAmong(LOW, {});
    expect(ending?.outcome).toBe('killed');
    const context = { ...NO_CONTEXT, siblings: LOW };
    const standing = { status: 'killed', reason: 'below_threshold', context } as const;
    const { caveats } = explain(aSession(), progress, aPolicy(), standing, NOW);
    expect(caveats).toEqual([
      expect.stringContaining('6 live variants of the persona are below the kill threshold'),
    ]);
  });

  it('holds the kill back where the policy says `block`', () => {
    const { ending, progress, text } = checkAmong(LOW, { siblings: { guard: 'block' } });
    expect([ending, progress.hold?.cause]).toEqual([null, 'expectation_suspect']);
    expect(text).toContain('Not killed, since its siblings together are below the kill threshold');
    expect(checkAmong({ ...LOW, interactions: 190 }, { siblings: { guard: 'block' } }).ending?.outcome).toBe(
      'killed',
    );
  });
});

describe('a pool of siblings', () => {
  const groupOf = (variants: readonly SiblingCounts[]): readonly SiblingGroup[] => {
    const group = variants.reduce<SiblingGroup | undefined>(withSibling, undefined);
    return group === undefined ? [] : [group];
  };

  it('has all of them but the one that lacks most, however they were grouped', () => {
    const counts = fc.record({ interactions: fc.nat(1_000), due: fc.nat(1_000) });
    fc.assert(
      fc.property(fc.array(fc.array(counts)), (shards) => {
        const [, ...rest] = shards.flat().sort((a, b) => b.due - b.interactions - (a.due - a.interactions));
        const sum = (of: keyof SiblingCounts) => rest.reduce((total, one) => total + one[of], 0);
        const { variants, ...lacking } = poolOf(shards.flatMap(groupOf));
        expect(variants).toBe(rest.length);
        // Of several that lack as much, any may be left out.
        expect(lacking.due - lacking.interactions).toBe(sum('due') - sum('interactions'));
      }),
    );
  });

  it('is empty where there is none, and for an only child', () => {
    expect(poolOf([])).toBe(NO_SIBLINGS);
    expect(poolOf(groupOf([{ interactions: 3, due: 9 }]))).toEqual(NO_SIBLINGS);
  });
});
