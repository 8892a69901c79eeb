import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child';

const POLL_MS = 100;
const REQUEST_TIMEOUT_MS = 5_000;

/** A part of Cull that ended by itself or never became ready. */
export class PartFailed extends Error {
  override readonly name = 'PartFailed';

  constructor(part: { readonly name: string; readonly lastLines: () => readonly string[] }, what: string) {
    const lines = part.lastLines().map((line) => `  ${line}`);
    super(
      [`${part.name} ${what}${lines.length > 0 ? '; its last lines:' : ' and wrote nothing'}`, ...lines].join(
        '\n',
      ),
    );
  }
}

/**
 * Waits until a child answers its readiness question with success.
 * @param child The child, whose end ends the waiting.
 * @param url Its `/readyz`.
 * @param deadlineMs How long to wait, in milliseconds.
 * @throws {PartFailed} When the child ends first, or the time is over.
 */
export async function waitUntilReady(child: Child, url: string, deadlineMs: number): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  let answer = 'no answer';
  while (!ended) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      const body = await response.text();
      if (response.ok) return;
      answer = `${response.status} ${body.slice(0, 200)}`;
    } catch {
      // Not listening yet.
    }
    if (performance.now() > deadline) {
      throw new PartFailed(child, `was not ready after ${Math.round(deadlineMs / 1000)} s (${answer})`);
    }
    await pause(POLL_MS);
  }
  throw new PartFailed(child, describeExit(await child.exited));
}

/** @returns For example "ended with code 1". */
export function describeExit({
  code,
  signal,
}: {
  code: number | null;
  signal: NodeJS.Signals | null;
}): string {
  return signal === null ? `ended with code ${code ?? 1}` : `was ended by ${signal}`;
}
