import { describe, expect, it } from 'vitest';
import { isLow, stretchOf } from './budget';

describe('the budget of calls', () => {
  it('is spent at full pace until a fifth is left, and ever more slowly from there', () => {
    expect([null, 0, 80, 90, 100, 140].map(stretchOf)).toEqual([1, 1, 1, 3.5, 6, 6]);
  });

  it('is low where a fifth is left', () => {
    expect([null, 79, 80, 120].map(isLow)).toEqual([false, false, true, true]);
  });
});
