import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes';

/** A source that answers as fast as ever up to so many requests at once, and slower beyond. */
function settle(capacity: number, most = 128): number {
  const lanes = new Lanes({ most });
  let now = 0;
  for (let round = 0; round < 400; round += 1) {
    const latency = 150 * Math.max(1, lanes.limit / capacity);
    now += latency;
    for (let lane = lanes.limit; lane > 0; lane -= 1) lanes.answered(latency, true, now);
  }
  return lanes.limit;
}

describe('the lanes of an account', () => {
  it('grow while all are in use and answers come as fast as before', () => {
    expect(settle(1_000)).toBe(128);
    expect(settle(1_000, 20)).toBe(20);
  });

  it('stay as they are while some are free', () => {
    const lanes = new Lanes({ most: 128 });
    for (let answer = 0; answer < 1_000; answer += 1) lanes.answered(50, false, answer);
    expect(lanes.limit).toBe(8);
  });

  it('settle below the number at which a source gets much slower', () => {
    expect(settle(10)).toBeLessThan(45);
  });

  it('give way once for requests that failed together, and come back one at a time', () => {
    const lanes = new Lanes({ most: 128, first: 100 });
    for (let request = 0; request < 100; request += 1) lanes.failed(5_000);
    expect(lanes.limit).toBe(70);
    for (let answer = 0; answer < 70; answer += 1) lanes.answered(100, true, 5_200);
    expect(lanes.limit).toBeLessThanOrEqual(71);
  });

  it('never come down to none', () => {
    const lanes = new Lanes({ most: 4 });
    for (let second = 0; second < 100; second += 1) lanes.failed(second * 1_000);
    expect(lanes.limit).toBe(1);
  });

  it('are not taken away for a few slow answers of a source that is well', () => {
    const lanes = new Lanes({ most: 64 });
    for (let answer = 0; answer < 6_400; answer += 1)
      lanes.answered(answer % 10 === 0 ? 3_000 : 100, true, answer * 10);
    expect(lanes.limit).toBe(64);
  });
});
