import { describe, expect, it } from 'vitest';
import { type AccountVerdict, FrozenSourceWatch } from './frozen-source';

const BAR = { needed: Math.log(1000), dispersion: 1 };
const SECOND = 1000;

/** How each variant's interactions come: how many by a second, as its source shows them. */
type Shown = (second: number) => number;

/** Plays variants of one account, each read so often, and says how each reading counted. */
function play(
  variants: Readonly<Record<string, Shown>>,
  { from = 100, to = 400, everySeconds = 1, duePerSecond = 6 } = {},
): Readonly<Record<string, readonly (readonly [number, AccountVerdict])[]>> {
  const watch = new FrozenSourceWatch();
  const seen: Record<string, [number, AccountVerdict][]> = {};
  const known = new Map<string, { shown: number; advancedAt: number }>();
  for (let second = from; second <= to; second += everySeconds) {
    for (const [monitoringId, shown] of Object.entries(variants)) {
      const before = known.get(monitoringId) ?? {
        shown: shown(from - everySeconds),
        advancedAt: from - everySeconds,
      };
      const verdict = watch.judge(
        {
          monitoringId,
          observedAt: second * SECOND,
          advancedAt: before.advancedAt * SECOND,
          came: shown(second) - before.shown,
          everCame: before.shown > 0,
          due: duePerSecond * (second - before.advancedAt),
        },
        BAR,
      );
      known.set(monitoringId, {
        shown: shown(second),
        advancedAt: verdict === 'waits' ? before.advancedAt : second,
      });
      seen[monitoringId] = [...(seen[monitoringId] ?? []), [second, verdict]];
    }
  }
  return seen;
}

const healthy: Shown = (second) => second * 6;
const silent: Shown = () => 0;
const freezing =
  (at: number, until = Number.POSITIVE_INFINITY): Shown =>
  (second) =>
    6 * (second >= until ? second : Math.min(second, at));
const verdicts = (seen: readonly (readonly [number, AccountVerdict])[] | undefined) =>
  new Set((seen ?? []).map(([, verdict]) => verdict));
/** Of each variant: when its readings did not count as usual, first and last. */
const uncounted = (seen: readonly (readonly [number, AccountVerdict])[] | undefined) => {
  const seconds = (seen ?? []).filter(([, verdict]) => verdict !== 'counts').map(([second]) => second);
  return [seconds[0], seconds.at(-1)];
};

describe('an account whose reactions stand still', () => {
  it('is frozen at once, and goes on when they move', () => {
    const seen = play({ a: freezing(200, 260), b: freezing(200, 260), c: freezing(200, 260) });
    for (const own of Object.values(seen)) {
      const [first, last] = uncounted(own);
      expect(first).toBeLessThanOrEqual(202);
      // The reading that shows what came meanwhile does not count either.
      expect(last).toBe(260);
    }
  });

  it('kills nobody at the first reading of a source that is read seldom', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const variants = Object.fromEntries(names.map((name) => [name, freezing(200)]));
    for (const own of Object.values(play(variants, { everySeconds: 10, to: 260 }))) {
      expect(uncounted(own)[0]).toBe(210);
    }
  });

  it('waits for variants that move later than the first, but not forever', () => {
    const seen = play({ a: freezing(200, 260), b: freezing(200, 275), c: freezing(200) });
    expect(uncounted(seen['a'])[1]).toBe(260);
    expect(uncounted(seen['b'])[1]).toBe(275);
    const [, last = 0] = uncounted(seen['c']);
    expect(last).toBeGreaterThanOrEqual(275);
    expect(last).toBeLessThanOrEqual(290);
  });

  it('is taken to be dead after two minutes', () => {
    const seen = play({ a: freezing(200), b: freezing(200), c: freezing(200) });
    for (const own of Object.values(seen)) {
      const [, last = 0] = uncounted(own);
      expect(last).toBeGreaterThan(300);
      expect(last).toBeLessThan(325);
    }
  });
});

/** Random interactions at a mean rate per second until 3:20 and from then on; the same seed gives the same. */
function atRandom([first, later]: readonly [number, number], seed: number): Shown {
  let state = seed;
  const totals = [0];
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const poisson = (perSecond: number) => {
    let count = 0;
    for (let left = next(); left > Math.exp(-perSecond); left *= next()) count += 1;
    return count;
  };
  return (second) => {
    while (totals.length <= second)
      totals.push((totals.at(-1) ?? 0) + poisson(totals.length < 200 ? first : later));
    return totals[second] ?? 0;
  };
}

/** How often what is shown of a variant changes between frozen and not. */
const turns = (seen: readonly (readonly [number, AccountVerdict])[] | undefined) =>
  (seen ?? []).filter(([, verdict], index) => {
    const before = seen?.[index - 1]?.[1];
    return before !== undefined && (before === 'frozen') !== (verdict === 'frozen');
  }).length;

/** How often a variant is taken for frozen and back again in a window of ten minutes, on average over many. */
function turnsAWindow(duePerSecond: number, shares: readonly [first: number, later: number]): number {
  const windows = Array.from({ length: 20 }, (_, window) => {
    const rates = [shares[0] * duePerSecond, shares[1] * duePerSecond] as const;
    const names = Array.from({ length: 6 }, (_, index) => [
      `v${index}`,
      atRandom(rates, 7 + index + 100 * window),
    ]);
    return turns(play(Object.fromEntries(names), { from: 1, to: 600, duePerSecond })['v0']);
  });
  return windows.reduce((sum, count) => sum + count, 0) / windows.length;
}

describe('an account whose posts are all liked at random', () => {
  it.each([
    { duePerSecond: 0.5, share: 0.25 },
    { duePerSecond: 0.5, share: 0.2 },
    { duePerSecond: 2, share: 0.1 },
    { duePerSecond: 2, share: 0.02 },
    { duePerSecond: 6, share: 0.05 },
    { duePerSecond: 0.5, share: 1 },
    { duePerSecond: 6, share: 1 },
  ])('is hardly ever taken for frozen: $share of $duePerSecond a second', ({ duePerSecond, share }) => {
    expect(turnsAWindow(duePerSecond, [share, share])).toBeLessThanOrEqual(1);
  });

  it.each([{ duePerSecond: 0.5 }, { duePerSecond: 2 }, { duePerSecond: 6 }])(
    'is soon no longer taken for frozen where all go down to a fifth: $duePerSecond a second',
    ({ duePerSecond }) => {
      expect(turnsAWindow(duePerSecond, [1, 0.2])).toBeLessThanOrEqual(6);
    },
  );
});

describe('an account is not frozen', () => {
  it.each([
    {
      name: 'while somebody gains',
      variants: { a: freezing(200), b: freezing(200), c: freezing(200), d: healthy },
    },
    { name: 'with fewer than three variants', variants: { a: freezing(200), b: freezing(200) } },
    { name: 'because of silent variants', variants: { a: silent, b: silent, c: silent, d: silent } },
  ])('$name', ({ variants }) => {
    for (const own of Object.values(play(variants))) expect(verdicts(own).has('frozen')).toBe(false);
  });

  it('because of variants that ended long ago', () => {
    const watch = new FrozenSourceWatch();
    const read = (monitoringId: string, second: number) =>
      watch.judge(
        {
          monitoringId,
          observedAt: second * SECOND,
          advancedAt: (second - 1) * SECOND,
          came: 0,
          everCame: true,
          due: 6,
        },
        BAR,
      );
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      for (let second = 1; second <= 20; second += 1) expect(read(id, 100 * index + second)).toBe('counts');
    }
  });
});

describe('an account that is read seldom', () => {
  const GAP = 60;
  const reading = (monitoringId: string, second: number, came: number, since: number) => ({
    monitoringId,
    observedAt: second * SECOND,
    advancedAt: since * SECOND,
    came,
    everCame: true,
    due: 6 * (second - since),
  });

  /** Three variants that gained at 100 s, and are read every 60 s from then on, at different times. */
  function afterAGain(watch: FrozenSourceWatch) {
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      watch.judge(reading(id, 100 + index, 360, 40 + index), BAR);
      watch.planned(id, (100 + index + GAP) * SECOND);
    }
  }

  it('knows of variants that nobody was to ask, and forgets those that were due', () => {
    const watch = new FrozenSourceWatch();
    afterAGain(watch);
    expect(watch.judge(reading('a', 160, 0, 102), BAR)).toBe('waits');
    watch.planned('a', 220 * SECOND);
    // By then the others were due half a minute ago: one variant alone can't tell.
    expect(watch.judge(reading('a', 220, 0, 102), BAR)).toBe('counts');
  });

  it('does not count the first reading after a freeze, which covers a part of it', () => {
    const watch = new FrozenSourceWatch();
    afterAGain(watch);
    const frozen = ['a', 'b', 'c'].map((id, index) => {
      watch.planned(id, 220 * SECOND);
      return watch.judge(reading(id, 160 + index, 0, 102), BAR);
    });
    expect(frozen).toEqual(['waits', 'waits', 'frozen']);
    expect(watch.judge(reading('a', 220, 360, 160), BAR)).toBe('frozen');
    // 45 s after the account has moved again.
    expect(watch.judge(reading('b', 265, 0, 161), BAR)).toBe('frozen');
    expect(watch.judge(reading('b', 275, 0, 265), BAR)).not.toBe('frozen');
  });

  it('names those whose gain is nearest, a few at a time', () => {
    const watch = new FrozenSourceWatch();
    const ids = ['a', 'b', 'c', 'd', 'e'];
    for (let second = 100; second <= 110; second += 1)
      for (const [index, id] of ids.entries()) watch.judge(reading(id, second, index, second - 1), BAR);
    expect(watch.likelyGainers('e', 112 * SECOND)).toEqual(['d', 'c', 'b']);
    expect(watch.likelyGainers('e', 112.9 * SECOND)).toEqual([]);
    expect(watch.likelyGainers('b', 113 * SECOND)).toEqual(['e', 'd', 'c']);
    watch.forget('e');
    expect(watch.likelyGainers('a', 115 * SECOND)).toEqual(['d', 'c', 'b']);
  });
});
