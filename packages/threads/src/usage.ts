import { z } from 'zod';
import type { RawAnswer } from './graph-error';
import { parseJson } from './parse';

const percent = z.number().min(0);
/** `X-App-Usage` of the Graph API: what an application has used of its rolling window, in per cent. */
const usageSchema = z.object({ call_count: percent, total_time: percent, total_cputime: percent });

/**
 * How much of the rate limit an answer says is used: the most of calls, time and processor time.
 *
 * @returns Per cent, above 100 where it is exceeded; null where the answer does not tell, or not in the known shape.
 */
export function usedPercent(header: RawAnswer['header']): number | null {
  const told = header('x-app-usage');
  if (told === undefined) return null;
  const parsed = parseJson(usageSchema, told);
  if (!parsed.ok) return null;
  const { call_count, total_time, total_cputime } = parsed.value;
  return Math.max(call_count, total_time, total_cputime);
}
