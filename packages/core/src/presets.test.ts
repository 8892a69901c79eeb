import { describe, expect, it } from 'vitest';
import { contradictions, DEFAULT_POLICY, overlay } from './policy';
import { mergeValues, pathsOf } from './policy-paths';
import { PRESETS } from './presets';

describe('presets', () => {
  it('begin with the default policy', () => {
    expect(overlay(DEFAULT_POLICY, PRESETS[0]?.values ?? {})).toEqual(DEFAULT_POLICY);
  });

  it('have names of their own', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    expect(new Set(PRESETS.map(({ name }) => name)).size).toBe(PRESETS.length);
  });

  it.each(PRESETS)('$name contradicts nothing in itself', ({ values }) => {
    expect(contradictions(overlay(DEFAULT_POLICY, values))).toEqual([]);
  });

  it.each(PRESETS)('$name leaves nothing of another preset behind', ({ values }) => {
    for (const other of PRESETS) {
      expect(pathsOf(other.values)).toEqual(pathsOf(values));
      expect(mergeValues(other.values, values)).toEqual(values);
    }
  });

  it('leave what has been tuned for an account', () => {
    const tuned = overlay(DEFAULT_POLICY, { killRatio: 0.4, evidence: { dispersion: 2.5 } });
    for (const { values } of PRESETS) {
      expect(overlay(tuned, values)).toMatchObject({ killRatio: 0.4, evidence: { dispersion: 2.5 } });
    }
  });
});
