import assert from 'node:assert/strict';
import type { SourceFailure } from '../failure';
import type { RequestOptions, SourceClient, SourceReading } from '../port';
import { type Middle, startMiddle } from './middle';
import type { ConformanceSubject, LookAlike } from './subject';

export const TOKEN = 'kit-token+with/signs=0123456789';

/** Long enough for any machine. */
export const PATIENT: RequestOptions = { timeoutMs: 10_000 };
/** For what never answers. */
export const BRIEF: RequestOptions = { timeoutMs: 100 };
/** So much later than its deadline, an adapter has not kept it, however loaded the machine is. */
const GRACE_MS = 5_000;
/** After this, a check that should have ended has not. */
const GIVE_UP_MS = 20_000;

/** What a check works with; all of it is its own. */
export interface Bench {
  readonly subject: ConformanceSubject;
  readonly lookAlike: LookAlike;
  /** Between adapter and look-alike. */
  readonly middle: Middle;
  readonly client: SourceClient;
}

/** One thing that an adapter has to do. */
export interface ConformanceCheck {
  readonly name: string;
  /** Rejects with an AssertionError that says what the adapter did instead. */
  run(): Promise<void>;
}

export type Check = readonly [name: string, run: (bench: Bench) => Promise<void>];

/** Gives a check servers and a client, and takes them away again. */
export function prepare(subject: ConformanceSubject, [name, run]: Check): ConformanceCheck {
  return {
    name,
    async run() {
      const lookAlike = await subject.start();
      const middle = await startMiddle(lookAlike.url);
      const client = subject.connect({ baseUrl: middle.url, accessToken: TOKEN });
      try {
        await inTime(run({ subject, lookAlike, middle, client }), GIVE_UP_MS);
      } finally {
        await middle.close();
        await lookAlike.close();
        await client.close();
      }
    },
  };
}

/** Publishes posts with the numbers 0 to `count` - 1; each has views and interactions of its own. */
export async function publish({ subject, lookAlike }: Bench, count: number): Promise<string[]> {
  const postIds = Array.from({ length: count }, (_, number) => subject.postId(number));
  await Promise.all(
    postIds.map((postId, number) =>
      lookAlike.put({ postId, views: 1_000 + number, interactions: 10 + number }),
    ),
  );
  return postIds;
}

/** Reads one post. */
export async function readOne(
  { client }: Bench,
  postId: string,
  options: RequestOptions = PATIENT,
): Promise<SourceReading> {
  const readings = await inTime(client.read([postId], options), options.timeoutMs + GRACE_MS);
  const [reading] = readings;
  assert.ok(reading !== undefined && readings.length === 1, 'one post has to give one reading');
  assert.equal(reading.postId, postId);
  return reading;
}

/** Reads one post that can't be read. */
export async function failureOf(
  bench: Bench,
  postId: string,
  options: RequestOptions = PATIENT,
): Promise<SourceFailure> {
  const reading = await readOne(bench, postId, options);
  assert.ok(!reading.ok, `a failure was expected, not ${JSON.stringify(reading)}`);
  assert.ok(reading.failure.detail.length > 0, 'a failure has to say something');
  assert.ok(reading.failure.detail.length < 2_000, 'a failure has to be short enough to be shown');
  return reading.failure;
}

export function expectCause(failure: SourceFailure, cause: string): void {
  assert.equal(failure.code, 'unavailable', JSON.stringify(failure));
  assert.equal(failure.code === 'unavailable' && failure.cause, cause, JSON.stringify(failure));
}

/** Waits for something, for a limited time. */
export async function inTime<T>(work: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new assert.AssertionError({ message: `it did not end within ${limitMs} ms` });
    timer = setTimeout(() => reject(error), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
