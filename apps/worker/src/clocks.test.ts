import { expect, it, vi } from 'vitest';
import { createWorld, readSession } from '../test/world';

const soon = { timeout: 30_000, interval: 50 };
const MINUTES = 60_000;
const WINDOW_MS = 10 * MINUTES;
const LEFT_MS = 4_000;

it.concurrent.for<readonly [string, (real: number) => number]>([
  ['5 minutes fast', () => 5 * MINUTES],
  ['5 minutes slow', () => -5 * MINUTES],
  ['set back and forth by 5 minutes', (real: number) => (real % 1_000 < 500 ? 5 : -5) * MINUTES],
])(
  'on a machine whose clock is %s, windows end at their time and kills come',
  async ([, offset], { onTestFinished }) => {
    const world = await createWorld({}, { maxCheckIntervalSeconds: 1 }, undefined, () => {
      const real = Date.now();
      return real + offset(real);
    });
    onTestFinished(() => world.close());
    const { db, post, publish, setCounters } = world;
    const lasting = await post({ postId: await publish(1_000, 60) });
    const deadlineAt = Date.now() + LEFT_MS;
    const ending = await post({
      postId: await publish(1_000, 60),
      startedAt: deadlineAt - WINDOW_MS,
      deadlineAt,
    });
    const bad = await publish(1_000, 60);
    const dying = await post({ postId: bad });
    await vi.waitFor(
      async () => expect(await readSession(db, dying.monitoringId)).toMatchObject({ views: 1_000n }),
      soon,
    );
    await setCounters(bad, 3_000, 61);

    await vi.waitFor(
      async () => expect(await readSession(db, dying.monitoringId)).toMatchObject({ status: 'killed' }),
      soon,
    );
    await vi.waitFor(
      async () => expect(await readSession(db, ending.monitoringId)).toMatchObject({ status: 'timed_out' }),
      soon,
    );
    const { endedAt } = await readSession(db, ending.monitoringId);
    expect(Number(endedAt) - deadlineAt).toBeGreaterThanOrEqual(-5);
    expect(Number(endedAt) - deadlineAt).toBeLessThan(20_000);
    expect(await readSession(db, lasting.monitoringId)).toMatchObject({ status: 'monitoring' });
  },
);
