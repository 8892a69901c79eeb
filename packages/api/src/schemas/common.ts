import { z } from 'zod';

const MAX_ID = 200;

/** An id that the orchestrator chose. */
export const idSchema = z
  .string()
  .min(1)
  .max(MAX_ID)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must have no control characters and no halves of surrogate pairs');

/**
 * Free text, as PostgreSQL can store it: it knows no NUL, and half a surrogate pair would come back as another
 * character, or break the JSON of everything that is written with it.
 */
export function textSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .regex(/^[^\0\p{Cs}]*$/u, 'must have no NUL characters and no halves of surrogate pairs');
}

/** The ids that most inputs name, as they are documented. */
export const variantIdSchema = idSchema
  .describe('The orchestrator’s id of the variant.')
  .meta({ examples: ['hello-1'] });
export const personaIdSchema = idSchema
  .describe('The persona: the account that posts.')
  .meta({ examples: ['ada'] });
export const campaignIdSchema = idSchema
  .describe('The campaign that the variant belongs to.')
  .meta({ examples: ['spring'] });
export const monitoringIdSchema = z.uuid().describe('The monitoring session, as `monitoring.list` gives it.');

/** What can't be seen, or turns the direction of the text around it. What joins letters and emoji is not among them. */
const UNSEEN = /[\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;

/** For an id that comes to Cull for the first time: people would take two that look the same for one. */
export function seen<Schema extends z.ZodType<string>>(id: Schema): Schema {
  return id.refine(
    (text) => !UNSEEN.test(text),
    'must have no characters that are invisible or turn the direction of the text',
  );
}

/** Where a list goes on, for lists whose cursors are ids. */
export const cursorSchema = z.uuid().optional().describe('`nextCursor` of the page before.');

/** How long a page of a list may be. */
export const limitSchema = z
  .number()
  .int()
  .min(1)
  .max(500)
  .default(100)
  .describe('How many at most, up to 500.');

/** Text that a person gives as the reason for what they do. */
export const reasonSchema = textSchema(500)
  .trim()
  .min(1, 'needs a reason')
  .describe('Why. Kept in the audit trail.');

export const rateSchema = z.number().gt(0).max(1);
export const countSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2200, 0);

/** ISO 8601 with a time zone; years that the database could not store, or that nobody can mean, are refused. */
export const instantSchema = z.iso.datetime({ offset: true }).refine((text) => {
  const instant = Date.parse(text);
  return instant >= EARLIEST && instant < LATEST;
}, 'must be between the years 2000 and 2200');

/** Epoch milliseconds as the API gives instants. */
export function toIso(instant: number): string;
export function toIso(instant: number | null): string | null;
export function toIso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

/** Anything, documented as what it has to be: for items that are validated one by one, and refused one by one. */
export function documentedAs(schema: z.ZodType) {
  const { $schema: _, ...documentation } = z.toJSONSchema(schema, { io: 'input' });
  return z.unknown().meta(documentation);
}
