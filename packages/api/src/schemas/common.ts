import { z } from 'zod';

const MAX_ID = 200;

/** An id that the orchestrator chose. */
export const idSchema = z
  .string()
  .min(1)
  .max(MAX_ID)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses.
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'must have no control characters');

/** Text that a person gives as the reason for what they do. */
export const reasonSchema = z.string().trim().min(1, 'needs a reason').max(500);

export const rateSchema = z.number().gt(0).max(1);
export const countSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** ISO 8601 with a time zone. */
export const instantSchema = z.iso.datetime({ offset: true });

/** Epoch milliseconds as the API gives instants. */
export function toIso(instant: number): string;
export function toIso(instant: number | null): string | null;
export function toIso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
