import { describe, expect, it } from 'vitest';
import { CheckQueue, type CheckRank } from './check-queue';

const check = (id: string, at: number, urgency: CheckRank = 'routine') => ({
  id,
  postId: `post-${id}`,
  at,
  urgency,
  onReading: () => {},
});
const idsOf = (checks: readonly { id: string }[]) => checks.map(({ id }) => id);

describe('the queue of checks', () => {
  it('gives nothing before its time, and then what can change most', () => {
    const queue = new CheckQueue();
    queue.plan(check('follow-up', 1, 'post_kill'));
    queue.plan(check('routine', 2));
    queue.plan(check('new', 3, 'first'));
    queue.plan(check('near', 4, 'decisive'));
    queue.plan(check('later', 9, 'decisive'));
    expect(idsOf(queue.take(0, 10))).toEqual([]);
    expect(queue.nextAt()).toBe(1);
    expect(idsOf(queue.take(4, 3))).toEqual(['near', 'new', 'routine']);
    expect(queue.nextAt()).toBe(9);
    expect(idsOf(queue.take(9, 10))).toEqual(['later', 'follow-up']);
    expect(queue.size).toBe(0);
  });

  it('knows one plan of each, the last', () => {
    const queue = new CheckQueue();
    queue.plan(check('a', 1));
    queue.plan(check('a', 5));
    queue.plan(check('b', 1));
    queue.cancel('b');
    expect(queue.hasReady(1)).toBe(false);
    expect(queue.nextAt()).toBe(5);
    expect(idsOf(queue.take(5, 10))).toEqual(['a']);
  });
});
