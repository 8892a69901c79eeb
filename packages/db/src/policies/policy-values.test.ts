import { DEFAULT_POLICY, overlay } from '@cull/core';
import { describe, expect, it } from 'vitest';
import { acceptedPolicyValuesSchema, policyValuesSchema } from './policy-values';
import { readStoredPolicy } from './stored-policy';

const messagesOf = (values: unknown) =>
  acceptedPolicyValuesSchema
    .safeParse(values)
    .error?.issues.map(({ path, message }) => [path.join('.'), message]);

describe('values of earlier versions', () => {
  it('are read on: a reaction lag is half of it as a delay', () => {
    const values = {
      evidence: { reactionLagSeconds: 15, alpha: 0.01 },
      belowThreshold: { reactionLagSeconds: 0 },
    };
    expect(acceptedPolicyValuesSchema.parse(values)).toEqual({
      evidence: { reactionDelaySeconds: 7.5, alpha: 0.01 },
      belowThreshold: { reactionDelaySeconds: 0 },
    });
  });

  it('are refused next to the value that took their place', () => {
    expect(messagesOf({ evidence: { reactionLagSeconds: 15, reactionDelaySeconds: 5 } })).toEqual([
      ['evidence.reactionLagSeconds', expect.stringContaining('give one of them')],
    ]);
  });

  it('had no drops, so a decision of that time shows none', () => {
    const stored = {
      values: { killRatio: 0.4, evidence: { reactionLagSeconds: 20 } },
      // As it was stored with every decision: each value of that time has an origin.
      origins: {
        killRatio: 'persona',
        'evidence.reactionLagSeconds': 'global',
        'belowThreshold.reactionLagSeconds': 'default',
        'a.value.that.is.no.more': 'default',
      },
    };
    expect(readStoredPolicy(stored).origins).toEqual({
      killRatio: 'persona',
      'evidence.reactionDelaySeconds': 'global',
      'belowThreshold.reactionDelaySeconds': 'default',
    });
    expect(readStoredPolicy(stored).values).toEqual(
      overlay(DEFAULT_POLICY, {
        killRatio: 0.4,
        evidence: { reactionDelaySeconds: 10 },
        drop: { action: 'off' },
        siblings: { guard: 'off' },
      }),
    );
  });
});

describe('bad values', () => {
  it.each([
    [{ evidence: { reactionDelaySeconds: -1 } }, 'evidence.reactionDelaySeconds', '>=0'],
    [{ evidence: { reactionDelaySeconds: 61 } }, 'evidence.reactionDelaySeconds', '<=60'],
    [{ holdoutRate: 0.6 }, 'holdoutRate', '<=0.5'],
    [{ drop: { action: 'maybe' } }, 'drop.action', '"off"|"warn"|"kill"'],
    [{ siblings: { enabled: true } }, 'siblings.enabled', 'siblings that come and go'],
    [{ siblings: { minSiblings: 1 } }, 'siblings.minSiblings', '>=2'],
    [{ maxCheckIntervalSeconds: 0 }, 'maxCheckIntervalSeconds', '>=1'],
  ])('%j is refused with its field and what it needs', (values, path, needs) => {
    expect(messagesOf(values)).toEqual([[path, expect.stringContaining(needs)]]);
  });

  it('do not come from the default policy', () => {
    expect(policyValuesSchema.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
  });
});

describe('a stored policy that cannot be read', () => {
  const origins = { killRatio: 'persona', mode: 'galaxy' };

  it('shows what can be read of it, and names the rest', () => {
    const stored = {
      values: { killRatio: 0.4, evidence: { alpha: 'tiny' }, drop: {}, forecast: 1 },
      origins,
    };
    expect(readStoredPolicy(stored)).toMatchObject({
      values: { killRatio: 0.4, evidence: { alpha: DEFAULT_POLICY.evidence.alpha } },
      origins: { killRatio: 'persona' },
      unreadable: ['evidence.alpha', 'forecast'],
    });
  });

  it.each([null, 'nothing', [], { values: 3 }])('shows defaults for %j', (stored) => {
    expect(readStoredPolicy(stored).unreadable).toEqual(['values']);
  });
});
