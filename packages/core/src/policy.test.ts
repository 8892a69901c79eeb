import { describe, expect, it } from 'vitest';
import { contradictions, DEFAULT_POLICY, overlay } from './policy';

describe('contradictions', () => {
  it('are none in the defaults', () => expect(contradictions(DEFAULT_POLICY)).toEqual([]));
  it('name the field and the reason', () => {
    expect(contradictions(overlay(DEFAULT_POLICY, { warnRatio: 0.4 }))).toEqual([
      { path: 'warnRatio', message: expect.stringContaining('0.4, below killRatio 0.5') },
    ]);
    expect(contradictions(overlay(DEFAULT_POLICY, { warmupSeconds: 600 }))[0]?.path).toBe('warmupSeconds');
    const unhealthy = { evidence: { healthyRatio: 0.5 } };
    expect(contradictions(overlay(DEFAULT_POLICY, unhealthy))[0]?.path).toBe('evidence.healthyRatio');
  });
});
