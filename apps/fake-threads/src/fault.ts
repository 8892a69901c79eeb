import { z } from 'zod';
import { delaySchema } from './delay';

export const FAULT_KINDS = [
  'rate_limit',
  'server_error',
  'timeout',
  'slow',
  'frozen',
  'decreasing',
  'correction',
  'jump',
  'token_expired',
  'post_gone',
  'malformed',
  'total_value',
  'strings',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What is wrong with a malformed answer. `empty` is what the API answers for reposts of others' posts. */
export const MALFORMED_SHAPES = [
  'fraction',
  'negative',
  'text',
  'null',
  'missing_metric',
  'no_values',
  'empty',
  'not_json',
] as const;
export type MalformedShape = (typeof MALFORMED_SHAPES)[number];

export const faultSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  /** How often it strikes, (0, 1]: a request for faults of the whole source, a reading for those of a post. */
  probability: z.number().gt(0).max(1).default(1),
  /** How long a slow answer is held back. */
  delayMs: delaySchema.default(1_000),
  /** Only these posts; absent: all. */
  postIds: z.array(z.string().min(1)).min(1).optional(),
  /** Only calls of this account, and in addition to a fault of this kind for all; absent: every account. */
  accountId: z.string().min(1).optional(),
  /** Sent with a rate limit. */
  retryAfterSeconds: z.int().min(0).max(3_600).optional(),
  /** How a malformed answer is malformed. */
  shape: z.enum(MALFORMED_SHAPES).default('fraction'),
  /** How much of its views a post loses in a correction, (0, 1]. */
  share: z.number().gt(0).max(1).default(0.2),
  /** How many times its views a post shows in the one reading of a jump. */
  factor: z.number().gt(1).max(1_000_000).default(10),
  /** Only this token is expired; absent: every one. Never shown again. */
  accessToken: z.string().min(1).optional(),
});
export type Fault = z.output<typeof faultSchema>;
