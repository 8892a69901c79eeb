import { z } from 'zod';
import { sourceUrlSchema } from '../account';
import { needs } from '../config-error';
import { isPointer } from './pointer';
import { PRESET_NAMES, PRESETS, type PresetName } from './presets';
import { type Placeholder, sampleOf, templateProblem } from './template';

const MAX_BATCH_SIZE = 1_000;
const MAX_HEADERS = 32;
const MAX_POINTERS = 20;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;
/** What the connection itself sets. */
const OWN_HEADERS: readonly string[] = [
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

const pointerSchema = z
  .string({ error: needs('a JSON Pointer such as /likes_count') })
  .max(500, 'is too long; it needs at most 500 characters')
  .refine(isPointer, { error: needs('a JSON Pointer such as /likes_count') });

const POINTERS_NEEDED = {
  error: needs(`a JSON Pointer such as /likes_count, or a list of 1 to ${MAX_POINTERS} of them`),
};

/** An address with the placeholder in it, or a path below the account's `baseUrl`. */
const templateSchema = (placeholder: Placeholder) =>
  z
    .string({ error: needs(`an address with ${placeholder} in it`) })
    .max(2_000, 'is too long; it needs at most 2000 characters')
    .superRefine((template, context) => {
      const message = templateProblem(template, placeholder) ?? addressProblemOf(template);
      if (message !== null) context.addIssue({ code: 'custom', message });
    });

function addressProblemOf(template: string): string | null {
  if (/^\/(?!\/)/.test(template)) return null;
  return sourceUrlSchema.safeParse(sampleOf(template)).error?.issues[0]?.message ?? null;
}

function headersProblem(issue: { readonly code?: string; readonly input?: unknown }): string {
  if (issue.code !== 'invalid_key') return needs('an object with a string for each header')(issue);
  return `is ${JSON.stringify(issue.input)}; it needs a header name, and not one that the connection sets itself (${OWN_HEADERS.join(', ')})`;
}

/** Values are never quoted: they may be keys. */
const headersSchema = z
  .record(
    z
      .string()
      .max(100)
      .regex(HEADER_NAME)
      .refine((name) => !OWN_HEADERS.includes(name.toLowerCase())),
    z
      .string({ error: 'is no header value; it needs a string' })
      .max(4_000, 'is too long; it needs at most 4000 characters')
      .regex(HEADER_VALUE, 'is no header value; it needs visible ASCII characters'),
    { error: headersProblem },
  )
  .refine(
    (headers) => Object.keys(headers).length <= MAX_HEADERS,
    `has too many headers; it needs at most ${MAX_HEADERS}`,
  );

const batchSchema = z.strictObject(
  {
    url: templateSchema('{postIds}'),
    size: z
      .int({ error: needs(`a whole number from 1 to ${MAX_BATCH_SIZE}`) })
      .min(1, { error: needs(`a whole number from 1 to ${MAX_BATCH_SIZE}`) })
      .max(MAX_BATCH_SIZE, { error: needs(`a whole number from 1 to ${MAX_BATCH_SIZE}`) }),
    items: pointerSchema,
    id: pointerSchema,
  },
  { error: needs('an object with url, size, items and id') },
);

/**
 * The options of an account of platform `http`. Pointers lead from the whole answer, or from each item where `batch` is set; then
 * `url` is not asked.
 */
export const httpOptionsSchema = z
  .strictObject(
    {
      preset: z.enum(PRESET_NAMES, { error: needs(`one of ${PRESET_NAMES.join(', ')}`) }).optional(),
      url: templateSchema('{postId}').optional(),
      headers: headersSchema.optional(),
      views: pointerSchema.optional(),
      interactions: z
        .union(
          [pointerSchema, z.array(pointerSchema).min(1, POINTERS_NEEDED).max(MAX_POINTERS, POINTERS_NEEDED)],
          POINTERS_NEEDED,
        )
        .optional(),
      batch: batchSchema.optional(),
    },
    { error: needs('an object with url, views and interactions, or with a preset') },
  )
  .superRefine(({ preset, url, views, interactions, batch }, context) => {
    if (preset !== undefined) return;
    const missing = { url: url ?? batch, views, interactions };
    for (const [field, value] of Object.entries(missing)) {
      if (value !== undefined) continue;
      const message = `is missing; it needs to be set where there is no preset (${PRESET_NAMES.join(', ')})`;
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });
export type HttpOptions = z.output<typeof httpOptionsSchema>;

/** Options with those of their preset, ready to be used. */
export interface HttpSettings {
  readonly preset: PresetName | null;
  /** With `{postId}`, or with `{postIds}` where there is a batch. */
  readonly template: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly views: string;
  readonly interactions: readonly string[];
  readonly batch: { readonly size: number; readonly items: string; readonly id: string } | null;
}

/** Fills in what the preset knows; what is given goes before it. */
export function settingsOf({ preset, headers = {}, ...given }: HttpOptions): HttpSettings {
  const { url, views, interactions, batch } = { ...(preset && PRESETS[preset].options), ...given };
  const template = batch?.url ?? url;
  if (template === undefined || views === undefined || interactions === undefined) {
    throw new TypeError('httpOptionsSchema lets no options through that lack an address or a pointer.');
  }
  return {
    preset: preset ?? null,
    template,
    headers,
    views,
    interactions: typeof interactions === 'string' ? [interactions] : interactions,
    batch: batch ?? null,
  };
}
