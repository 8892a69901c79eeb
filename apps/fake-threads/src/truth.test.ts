import { describe, expect, it } from 'vitest';
import { createSimulationClock } from './clock';
import { createPostStore, interactionsOf } from './posts';
import { seededRandom } from './random';
import { audienceOf, SCENARIO_NAMES, type ScenarioName } from './scenarios';
import { holds } from './truth';

const START = Date.parse('2026-01-01T00:00:00Z');
const criterion = { expected: 0.06, killRatio: 0.5, minInteractions: 10 };

const setUp = (speed = 1) => {
  const time = { now: START };
  const now = () => time.now;
  const clock = createSimulationClock(now, speed);
  return { time, clock, posts: createPostStore({ seed: 'test', now, clock }) };
};
const counters = (views: number, likes: number) => ({
  views,
  likes,
  replies: 0,
  reposts: 0,
  quotes: 0,
  shares: 0,
});

describe('the criterion', () => {
  it.each([
    ['exactly ten interactions count', 400, 10, true],
    ['nine do not', 400, 9, false],
    ['exactly half of expected is not below', 1_000, 30, false],
    ['one view more is', 1_001, 30, true],
    ['nothing without views', 0, 10, false],
  ])('%s', (_name, views, interactions, expected) => {
    expect(holds(criterion, views, interactions)).toBe(expected);
  });
});

describe('the truth about a post', () => {
  it.each([1, 7])('is the first millisecond at which a reading shows it, at a speed of %d', (speed) => {
    const { time, posts } = setUp(speed);
    const watched = posts.publish({ scenario: 'loser' });
    let seenAt: number | null = null;
    while (seenAt === null && time.now < START + 600_000) {
      time.now += 1;
      const { views, ...reactions } = posts.read(watched, time.now);
      if (holds(criterion, views, interactionsOf({ views, ...reactions }))) seenAt = time.now;
    }
    expect(seenAt).not.toBeNull();
    time.now += 60_000;
    expect(posts.truth(watched, criterion).firstTrueAt).toBe(seenAt);
  });

  it('is not known before it happens, and stays once it has', () => {
    const { time, posts } = setUp();
    const post = posts.publish({ scenario: 'loser' });
    time.now += 600_000;
    const { firstTrueAt } = posts.truth(post, criterion);
    expect(firstTrueAt).not.toBeNull();
    const again = setUp();
    const same = again.posts.publish({ postId: post.postId, audience: post.settings });
    again.time.now = (firstTrueAt ?? 0) - 1;
    expect(again.posts.truth(same, criterion).firstTrueAt).toBeNull();
    again.time.now += 1;
    expect(again.posts.truth(same, criterion).firstTrueAt).toBe(firstTrueAt);
  });

  it('follows a change of speed', () => {
    const { time, clock, posts } = setUp();
    const post = posts.publish({ scenario: 'loser' });
    time.now += 600_000;
    const slow = posts.truth(post, criterion).firstTrueAt ?? 0;
    const fast = setUp();
    const same = fast.posts.publish({ postId: post.postId, audience: post.settings });
    fast.clock.setSpeed(10);
    fast.time.now += 60_000;
    expect(fast.posts.truth(same, criterion).firstTrueAt).toBe(Math.ceil(START + (slow - START) / 10));
    expect(clock.speed()).toBe(1);
  });

  it('is the moment of pinning for counters set by hand', () => {
    const { time, posts } = setUp();
    const post = posts.publish({ scenario: 'winner' });
    time.now += 5_000;
    posts.pin(post, counters(1_000, 50));
    time.now += 5_000;
    posts.pin(post, counters(1_000, 12));
    time.now += 5_000;
    const pinnedAt = START + 10_000;
    expect(posts.truth(post, criterion)).toEqual({ firstTrueAt: pinnedAt, views: 1_000, interactions: 12 });
    posts.release(post);
    time.now += 5_000;
    expect(posts.truth(post, criterion).firstTrueAt).toBe(pinnedAt);
  });

  it('gives the counters of now where it never was true, and ends with the post', () => {
    const { time, posts } = setUp();
    const post = posts.publish({ scenario: 'loser' });
    time.now += 1_000;
    posts.remove(post);
    time.now += 600_000;
    expect(posts.truth(post, criterion).firstTrueAt).toBeNull();
  });
});

describe('a scenario', () => {
  const share = (scenario: ScenarioName) => {
    const { time, posts } = setUp();
    const list = Array.from({ length: 100 }, () => posts.publish({ scenario }));
    time.now += 600_000;
    return list.filter((post) => posts.truth(post, criterion).firstTrueAt !== null).length / list.length;
  };

  it('of a loser is killed by the literal rule; one of a silent loser never is', () => {
    expect(share('loser')).toBeGreaterThan(0.95);
    expect(share('silent_loser')).toBeLessThan(0.05);
  });

  it('keeps most winners alive', () => {
    expect(share('winner')).toBeLessThan(0.3);
  });

  it.each(SCENARIO_NAMES)('%s is a little different for each post', (name) => {
    expect(audienceOf(name, seededRandom('a'))).not.toEqual(audienceOf(name, seededRandom('b')));
  });
});

describe('the store of posts', () => {
  it('knows a published post again after a restart, with the same counters', () => {
    const before = setUp();
    const post = before.posts.publish({ scenario: 'average' });
    before.time.now += 120_000;
    const expected = { ...before.posts.read(post, before.time.now) };
    const after = setUp();
    after.time.now = before.time.now;
    const revived = after.posts.find(post.postId);
    expect(revived && after.posts.read(revived, after.time.now)).toEqual(expected);
  });

  it('does not take up a number that is no id of its own, a post to come, or one of long ago', () => {
    const { time, posts } = setUp();
    const { postId } = posts.publish({ scenario: 'average' });
    const fresh = setUp();
    const otherCheck = String((Number(postId.slice(-2)) + 1) % 100).padStart(2, '0');
    expect(fresh.posts.find(postId.slice(0, -2) + otherCheck)).toBeNull();
    expect(fresh.posts.find('17841400000000000')).toBeNull();
    fresh.time.now = START - 1;
    expect(fresh.posts.find(postId)).toBeNull();
    fresh.time.now = time.now + 25 * 60 * 60_000;
    expect(fresh.posts.find(postId)).toBeNull();
  });
});
