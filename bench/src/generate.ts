import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CALLS, type CallName } from './calls';

/** For the generator's start, and what a slow machine adds. */
const SPARE_MS = 120_000;

const callName = z.custom<CallName>((name) => typeof name === 'string' && name in CALLS, 'is no call');

/** What the generator is told to do. */
export const generatorInput = z.object({
  url: z.string(),
  call: callName,
  /** The number of the first call. */
  first: z.number(),
  concurrency: z.number(),
  forMs: z.number(),
});

/** What the generator saw: how long each call took, and what it cost the generator itself, in milliseconds. */
const generatedSchema = z.object({ durations: z.array(z.number()), tookMs: z.number(), cpuMs: z.number() });
export type Generated = z.output<typeof generatedSchema>;

/**
 * Makes calls from another process, each connection one after the other.
 * @throws Where a call is not answered with 200.
 */
export async function generate(input: z.input<typeof generatorInput>): Promise<Generated> {
  const child = fork(fileURLToPath(new URL('./generator.ts', import.meta.url)));
  const limit = AbortSignal.timeout(input.forMs + SPARE_MS);
  const ended = once(child, 'exit', { signal: limit }).then(([code]) => {
    throw new Error(`the generator ended with ${code} before it answered`);
  });
  try {
    child.send(input);
    const [message] = await Promise.race([once(child, 'message', { signal: limit }), ended]);
    return generatedSchema.parse(message);
  } finally {
    ended.catch(() => {});
    child.kill();
  }
}
