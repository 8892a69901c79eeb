import { describe, expect, it } from 'vitest';
import { learnedValues } from './learned-values';
import { DEFAULT_POLICY } from './policy';
import { resolvePolicy } from './policy-layers';

const DEFAULT = DEFAULT_POLICY.evidence.reactionDelaySeconds;
const delay = (low: number) => ({ meanSeconds: low + 1, low, high: low + 2, suggestedSeconds: low + 5 });

describe('learnedValues', () => {
  it.each([
    { name: 'without an estimate', known: null },
    { name: 'where reactions come sooner', known: delay(0) },
    { name: 'where the default may be right', known: delay(DEFAULT) },
  ])('has nothing to say $name', ({ known }) => {
    expect(learnedValues(known)).toEqual({});
  });

  it('replaces a default that is below the interval of the estimate', () => {
    expect(learnedValues(delay(DEFAULT + 0.25))).toEqual({
      evidence: { reactionDelaySeconds: DEFAULT + 5.25 },
    });
  });
});

describe('resolvePolicy with learned values', () => {
  const learned = learnedValues(delay(10));
  const layer = (scopeType: 'global' | 'persona', reactionDelaySeconds: number | undefined) => ({
    scopeType,
    scopeId: scopeType === 'global' ? '' : 'ada',
    values: { evidence: { alpha: 0.01, reactionDelaySeconds } },
    version: 1,
    expiresAt: null,
  });

  it('takes them in place of defaults alone, and leaves what they do not name', () => {
    const { values, origins } = resolvePolicy([layer('global', undefined)], { personaId: 'ada' }, 0, learned);
    expect(values.evidence).toEqual({ ...DEFAULT_POLICY.evidence, alpha: 0.01, reactionDelaySeconds: 15 });
    expect(origins['evidence.reactionDelaySeconds']).toBe('learned');
    expect(origins['evidence.alpha']).toBe('global');
    expect(origins.killRatio).toBe('default');
  });

  it.each(['global', 'persona'] as const)('gives way to what the scope %s sets', (scopeType) => {
    const { values, origins } = resolvePolicy([layer(scopeType, 2)], { personaId: 'ada' }, 0, learned);
    expect(values.evidence.reactionDelaySeconds).toBe(2);
    expect(origins['evidence.reactionDelaySeconds']).toBe(scopeType);
  });
});
