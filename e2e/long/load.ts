import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

export const API_KEY = 'cull_rolling-restart-only';
export const HEADERS = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };

const READ_EVERY_MS = 50;
/** Longer than any call may take: one without an answer fails the test. */
const CALL_WITHIN_MS = 30_000;
const DROP_EVERY_MS = 250;
/** So long a variant is healthy before it drops. */
const HEALTHY_MS = 1_000;
/** As orchestrators do, it says again what is so until it is told that the variant is not monitored any more. */
const AGAIN_AFTER_MS = 5_000;
const PUSHES = 12;
const ingested = z.object({ result: z.object({ data: z.object({ accepted: z.number() }) }) });

/** Calls that come again and again: reads, and variants that are posted and then go bad by pushed samples. */
export interface Load {
  /** When each variant went bad in the answers, epoch milliseconds. */
  readonly wentBadAt: ReadonlyMap<string, number>;
  readonly answered: () => number;
  /** What was answered by anything but success. */
  readonly refused: readonly string[];
  /** Begins nothing more, and resolves when all calls have been answered and all that went bad has ended. */
  stop(): Promise<void>;
}

/** @param url Of the API, without a slash at the end. */
export function startLoad(url: string): Load {
  const refused: string[] = [];
  const wentBadAt = new Map<string, number>();
  const underWay: Promise<unknown>[] = [];
  let answered = 0;

  const call = async (path: string, input?: unknown) => {
    const init = input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) };
    const answer = await fetch(`${url}/api/trpc/${path}`, {
      signal: AbortSignal.timeout(CALL_WITHIN_MS),
      ...init,
      headers: HEADERS,
    });
    const body = await answer.text();
    if (answer.ok) answered += 1;
    else refused.push(`${path}: ${answer.status} ${body}`);
    return answer.ok ? body : null;
  };
  const dropOne = async (count: number) => {
    const variantId = `rolling-${count}`;
    const isTaken = async (views: number, interactions: number) => {
      const observedAt = new Date().toISOString();
      const answer = await call('metrics.ingest', {
        samples: [{ variantId, views, interactions, observedAt }],
      });
      return answer === null || ingested.parse(JSON.parse(answer)).result.data.accepted === 1;
    };
    await call('variants.posted', {
      variantId,
      personaId: 'persona-1',
      postId: `post-${count}`,
      expectedEngagementRate: 0.06,
      source: 'push',
    });
    await isTaken(1_000, 60);
    await pause(HEALTHY_MS);
    wentBadAt.set(variantId, Date.now());
    for (let pushes = 0; pushes < PUSHES && (await isTaken(3_000 + pushes, 61)); pushes += 1)
      await pause(AGAIN_AFTER_MS);
  };
  const repeat = (everyMs: number, act: (count: number) => Promise<unknown>) => {
    let count = 0;
    return setInterval(() => {
      count += 1;
      const asked = act(count).catch((error: unknown) => void refused.push(String(error)));
      underWay.push(asked);
    }, everyMs);
  };
  const timers = [
    repeat(READ_EVERY_MS, () => call('thresholds.effective?input=%7B%7D')),
    repeat(DROP_EVERY_MS, dropOne),
  ];
  return {
    wentBadAt,
    answered: () => answered,
    refused,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(underWay);
    },
  };
}
