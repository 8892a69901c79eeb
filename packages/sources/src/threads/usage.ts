import { z } from 'zod';
import { parseAs } from '../json';
import type { RawAnswer } from '../transport/answer';

/** A share that is absent or of another shape counts as nothing told. */
const percent = z.number().min(0).catch(0);
/** `X-App-Usage`: what the app has used of its rolling window, percent. */
const sharesSchema = z.object({ call_count: percent, total_time: percent, total_cputime: percent });
/** `X-Business-Use-Case-Usage`: the same for each profile and use case, with minutes until it may go on. */
const businessUsageSchema = z.record(
  z.string(),
  z.array(sharesSchema.extend({ estimated_time_to_regain_access: z.number().min(0).catch(0) })),
);

const MS_PER_MINUTE = 60_000;

/** What an answer's headers say about rate limits. */
export interface GraphUsage {
  /** The most of calls, time and processor time in either header; above 100 where a limit is exceeded. Null: not told. */
  readonly usedPercent: number | null;
  /** How long until the last of the exceeded limits lets calls through again, milliseconds; null where none is told. */
  readonly regainAfterMs: number | null;
}

/** Reads both usage headers of an answer. A header of an unknown shape says nothing. */
export function readUsage({ header }: Pick<RawAnswer, 'header'>): GraphUsage {
  const app = parsed(sharesSchema, header('x-app-usage'));
  const business = Object.values(
    parsed(businessUsageSchema, header('x-business-use-case-usage')) ?? {},
  ).flat();
  const shares = [...(app === null ? [] : [app]), ...business].flatMap((entry) => [
    entry.call_count,
    entry.total_time,
    entry.total_cputime,
  ]);
  const minutes = Math.max(0, ...business.map((entry) => entry.estimated_time_to_regain_access));
  return {
    usedPercent: shares.length === 0 ? null : Math.max(...shares),
    regainAfterMs: minutes === 0 ? null : minutes * MS_PER_MINUTE,
  };
}

function parsed<T extends z.ZodType>(schema: T, text: string | undefined): z.output<T> | null {
  if (text === undefined) return null;
  const result = parseAs(schema, text);
  return result.ok ? result.value : null;
}
