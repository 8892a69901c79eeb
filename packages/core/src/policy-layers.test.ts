import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, overlay } from './policy';
import { type PolicyLayer, resolvePolicy, SCOPE_TYPES } from './policy-layers';
import { pathsOf } from './policy-paths';

const layer = (values: Partial<PolicyLayer>): PolicyLayer => ({
  scopeType: 'global',
  scopeId: '',
  values: {},
  version: 1,
  expiresAt: null,
  ...values,
});
const subject = { personaId: 'p', campaignId: 'c', variantId: 'v' };

describe('resolving a policy', () => {
  it('gives the defaults where nobody overrides', () => {
    expect(resolvePolicy([], subject, 0)).toMatchObject({
      values: DEFAULT_POLICY,
      version: 0,
      origins: { killRatio: 'default' },
    });
  });

  it('takes each value from the narrowest scope that sets it, whatever the order', () => {
    const layers = [
      layer({ scopeType: 'variant', scopeId: 'v', values: { killRatio: 0.2 }, version: 4 }),
      layer({ values: { killRatio: 0.6, minInteractions: 20, windowSeconds: 300 }, version: 1 }),
      layer({ scopeType: 'campaign', scopeId: 'c', values: { windowSeconds: 900 }, version: 9 }),
      layer({
        scopeType: 'persona',
        scopeId: 'p',
        values: { windowSeconds: 100, belowThreshold: { enabled: false } },
        version: 3,
      }),
    ];
    const { values, origins, version } = resolvePolicy(layers, subject, 0);
    expect(values).toMatchObject({
      killRatio: 0.2,
      minInteractions: 20,
      windowSeconds: 900,
      belowThreshold: { enabled: false },
    });
    expect(origins).toMatchObject({
      killRatio: 'variant',
      minInteractions: 'global',
      windowSeconds: 'campaign',
      'belowThreshold.enabled': 'persona',
      warnRatio: 'default',
    });
    expect(version).toBe(9);
  });

  it('passes over what is meant for others and what has expired', () => {
    const layers = [
      layer({ scopeType: 'persona', scopeId: 'other', values: { killRatio: 0.1 }, version: 7 }),
      layer({ values: { killRatio: 0.3 }, version: 5, expiresAt: 1000 }),
    ];
    expect(resolvePolicy(layers, subject, 999).values.killRatio).toBe(0.3);
    expect(resolvePolicy(layers, subject, 1000)).toMatchObject({ values: DEFAULT_POLICY, version: 0 });
  });

  it('names an origin for exactly the values that a layer sets', () => {
    const values = fc.record(
      {
        killRatio: fc.double({ min: 0.01, max: 1, noNaN: true }),
        minViews: fc.nat(),
        deletePost: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, fc.constantFrom(...SCOPE_TYPES), (set, scopeType) => {
        const scopeId = { global: '', persona: 'p', campaign: 'c', variant: 'v' }[scopeType];
        const resolved = resolvePolicy([layer({ scopeType, scopeId, values: set })], subject, 0);
        expect(resolved.values).toEqual(overlay(DEFAULT_POLICY, set));
        const named = Object.entries(resolved.origins).filter(([, origin]) => origin === scopeType);
        expect(named.map(([path]) => path).sort()).toEqual([...pathsOf(set)].sort());
      }),
    );
  });
});
