import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Circumstances, type DueKill, restrain } from './blast-radius';

const NOW = 1_000_000;
const calm: Circumstances = { halts: [], poolSizes: new Map(), recentKills: new Map(), now: NOW };
const kill = (values: Partial<DueKill & { minPoolSize: number; maxKillsPerMinute: number | null }> = {}) => {
  const { minPoolSize = 0, maxKillsPerMinute = null, ...rest } = values;
  return {
    personaId: 'p',
    source: 'threads',
    accountId: null,
    limitOrigin: 'global',
    attainment: 0.3,
    policy: { minPoolSize, maxKillsPerMinute },
    ...rest,
  } satisfies DueKill;
};

describe('the blast radius', () => {
  it('lets every kill through where the policy sets no limits', () => {
    const kills = [kill(), kill(), kill()];
    expect(restrain(kills, calm)).toEqual({ allowed: kills, held: [], trips: [] });
  });

  it('leaves the pool what the policy says, and takes the worst first', () => {
    const kills = [0.4, 0.1, 0.3, 0.2].map((attainment) => kill({ attainment, minPoolSize: 3 }));
    const { allowed, held } = restrain(kills, { ...calm, poolSizes: new Map([['p', 5]]) });
    expect(allowed.map(({ attainment }) => attainment)).toEqual([0.1, 0.2]);
    expect(held.map(({ cause }) => cause)).toEqual(['min_pool_size', 'min_pool_size']);
  });

  it('trips the circuit breaker at the first kill beyond the limit, those of the last minute counted', () => {
    const kills = [
      kill({ maxKillsPerMinute: 4 }),
      kill({ maxKillsPerMinute: 4 }),
      kill({ maxKillsPerMinute: 4 }),
    ];
    const recentKills = new Map([['other', 2]]);
    const { allowed, held, trips } = restrain(kills, { ...calm, recentKills });
    expect([allowed.length, held.map(({ cause }) => cause)]).toEqual([2, ['breaker']]);
    expect(trips).toEqual([{ personaId: null, reason: '4 kills within a minute, and the policy allows 4' }]);
  });

  it('counts a persona by itself where its own override sets the limit', () => {
    const limited = kill({ maxKillsPerMinute: 1, limitOrigin: 'persona' });
    const recentKills = new Map([['other', 50]]);
    expect(restrain([limited], { ...calm, recentKills }).allowed).toEqual([limited]);
    expect(restrain([limited, limited], { ...calm, recentKills }).trips).toEqual([
      { personaId: 'p', reason: expect.stringContaining('1 kills') },
    ]);
  });

  it('holds all back under a halt, which trips nothing', () => {
    const by = { reason: 'r', actor: 'a', since: 0, until: null };
    const halt = { kind: 'paused', personaId: 'p', source: null, ...by } as const;
    const kills = [kill({ maxKillsPerMinute: 1 }), kill({ personaId: 'q' })];
    const { allowed, held, trips } = restrain(kills, { ...calm, halts: [halt] });
    expect([allowed, held.map(({ cause }) => cause), trips]).toEqual([[kills[1]], ['paused'], []]);
  });

  it('never takes a pool below its floor nor kills more than the limit, whatever comes', () => {
    const kills = fc.array(
      fc.record({
        personaId: fc.constantFrom('a', 'b', 'c'),
        attainment: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 40 },
    );
    const sizes = fc.record({ a: fc.nat(20), b: fc.nat(20), c: fc.nat(20) });
    fc.assert(
      fc.property(
        kills,
        sizes,
        fc.integer({ min: 1, max: 10 }),
        fc.nat(30),
        (drawn, pools, minPoolSize, limit) => {
          const maxKillsPerMinute = limit + 1;
          const due = drawn.map((values) => kill({ ...values, minPoolSize, maxKillsPerMinute }));
          const poolSizes = new Map(Object.entries(pools));
          const { allowed, held } = restrain(due, { ...calm, poolSizes });
          expect(allowed.length + held.length).toBe(due.length);
          expect(allowed.length).toBeLessThanOrEqual(maxKillsPerMinute);
          for (const [personaId, size] of poolSizes) {
            const left = size - allowed.filter((k) => k.personaId === personaId).length;
            expect(left >= Math.min(size, minPoolSize)).toBe(true);
          }
        },
      ),
    );
  });
});
