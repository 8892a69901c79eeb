import { z } from 'zod';
import type { SourceFailure } from '../failure';
import { postIdProblem } from '../post-id';
import type { RawAnswer } from '../transport/answer';
import type { ToldUsage } from '../usage-memory';
import { quote, shortened } from '../words';

const WINDOWS = ['x-rate-limit', 'x-app-limit-24hour', 'x-user-limit-24hour'] as const;
const WINDOWS_PER_DAY = { 'x-rate-limit': 96, 'x-app-limit-24hour': 1, 'x-user-limit-24hour': 1 };

/** Items that could not be served, next to those that were. */
const failuresSchema = z.object({
  errors: z.array(
    z.object({
      resource_id: z.string().optional(),
      value: z.string().optional(),
      type: z.string().catch(''),
      title: z.string().catch(''),
      detail: z.string().catch(''),
    }),
  ),
});

/** X refuses a whole request for one id that is no number. */
export function xIdProblem(postId: string): string | null {
  if (/^\d{1,19}$/.test(postId)) return null;
  return postIdProblem(postId) ?? `is ${quote(postId)}; X needs 1 to 19 digits`;
}

/** What an answer's `errors` say, by post id. */
export function readXFailures(json: unknown): ReadonlyMap<string, SourceFailure> {
  const parsed = failuresSchema.safeParse(json);
  const failures = new Map<string, SourceFailure>();
  for (const { resource_id, value, type, title, detail: text } of parsed.data?.errors ?? []) {
    const detail = `X answered for this post: ${shortened(text || title)}`;
    const failure = failureOf(type, detail);
    for (const postId of [resource_id, value]) if (postId !== undefined) failures.set(postId, failure);
  }
  return failures;
}

function failureOf(type: string, detail: string): SourceFailure {
  if (type.endsWith('/resource-not-found')) return { code: 'post_gone', detail };
  if (type.endsWith('/not-authorized-for-resource')) return { code: 'not_permitted', detail };
  return { code: 'unavailable', cause: 'refused', detail };
}

/** How much of the tightest window is used, and what the windows allow in a day. */
export function readXUsage(answer: Pick<RawAnswer, 'header'>): ToldUsage | null {
  const windows = readWindows(answer);
  if (windows.length === 0) return null;
  return {
    usedPercent: Math.max(...windows.map(({ limit, remaining }) => 100 * (1 - remaining / limit))),
    callsPerDay: Math.min(...windows.map(({ name, limit }) => limit * WINDOWS_PER_DAY[name])),
    until: Math.min(...windows.map(({ resetsAt }) => resetsAt)),
  };
}

/** When the last of the used-up windows ends. */
export function readXReset(answer: Pick<RawAnswer, 'header'>): number | null {
  const windows = readWindows(answer);
  const usedUp = windows.filter(({ remaining }) => remaining === 0);
  // A refusal without a used-up window still tells the end of the ordinary one.
  const telling = usedUp.length > 0 ? usedUp : windows.filter(({ name }) => name === 'x-rate-limit');
  return telling.length === 0 ? null : Math.max(...telling.map(({ resetsAt }) => resetsAt));
}

function readWindows({ header }: Pick<RawAnswer, 'header'>) {
  return WINDOWS.flatMap((name) => {
    const number = (part: string) => Number(header(`${name}-${part}`) ?? Number.NaN);
    const [limit, remaining, reset] = [number('limit'), number('remaining'), number('reset')];
    const isTold = limit > 0 && remaining >= 0 && reset > 0;
    return isTold ? [{ name, limit, remaining: Math.min(remaining, limit), resetsAt: reset * 1_000 }] : [];
  });
}
