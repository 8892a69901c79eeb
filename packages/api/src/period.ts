import { TRPCError } from '@trpc/server';

const DAY_MS = 86_400_000;
/** Who asks for exactly the longest period reckons from a clock of their own, and the question takes its time. */
const SLACK_MS = 3_600_000;

/**
 * From when on history is looked at.
 * @param since ISO 8601; `defaultDays` ago where it is left out.
 * @returns Epoch milliseconds.
 * @throws BAD_REQUEST where it is in the future, or more than `maxDays` and an hour ago.
 */
export function sinceOf(
  since: string | undefined,
  now: number,
  { defaultDays, maxDays }: { readonly defaultDays: number; readonly maxDays: number },
): number {
  if (since === undefined) return now - defaultDays * DAY_MS;
  const instant = Date.parse(since);
  if (instant >= now - maxDays * DAY_MS - SLACK_MS && instant <= now) return instant;
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: `since: ${since} is not within the last ${maxDays} days`,
  });
}
