import { headersOf } from './headers-text';
import type { Account } from './types';

/** Presets that know address and pointers of an `http` source. */
export const PRESETS = [
  { value: 'threads-agent', label: 'Engagement adaptor: /engagement/{thread_id}' },
  { value: 'x', label: 'X: post lookup' },
] as const;

/** The options of an `http` account as a form holds them. */
export interface OptionsDraft {
  readonly preset: string;
  readonly url: string;
  /** One a line, `Name: value`. */
  readonly headers: string;
  readonly views: string;
  /** JSON Pointers, one a line. */
  readonly interactions: string;
  readonly hasBatch: boolean;
  readonly batchUrl: string;
  readonly batchSize: string;
  readonly batchItems: string;
  readonly batchId: string;
}

/** What a preset knows by itself. */
export const NO_ENDPOINT = { url: '', views: '', interactions: '', hasBatch: false } as const;

/** Returns whether anything is given that a preset knows by itself. */
export function hasEndpoint({ url, views, interactions, hasBatch }: OptionsDraft): boolean {
  return url !== '' || views !== '' || interactions !== '' || hasBatch;
}

/** Returns the options that the API takes; what is empty is left out. */
export function optionsOf({ preset, url, headers, views, interactions, ...batch }: OptionsDraft) {
  const pointers = linesOf(interactions);
  const named = headersOf(headers);
  return {
    ...(preset !== '' && { preset }),
    ...(url.trim() !== '' && { url: url.trim() }),
    ...(Object.keys(named).length > 0 && { headers: named }),
    ...(views.trim() !== '' && { views: views.trim() }),
    ...(pointers.length > 0 && { interactions: pointers }),
    ...(batch.hasBatch && {
      batch: {
        url: batch.batchUrl.trim(),
        size: Number(batch.batchSize),
        items: batch.batchItems.trim(),
        id: batch.batchId.trim(),
      },
    }),
  };
}

/** Returns the options of an account as its form begins. */
export function draftOfOptions(options: Account['options']): OptionsDraft {
  const batch = recordOf(options['batch']);
  return {
    preset: textOf(options['preset']),
    url: textOf(options['url']),
    headers: Object.entries(recordOf(options['headers']) ?? {})
      .map(([name, value]) => `${name}: ${textOf(value)}`)
      .join('\n'),
    views: textOf(options['views']),
    interactions: [options['interactions']].flat().map(textOf).join('\n'),
    hasBatch: batch !== null,
    batchUrl: textOf(batch?.['url']),
    batchSize: textOf(batch?.['size']),
    batchItems: textOf(batch?.['items']),
    batchId: textOf(batch?.['id']),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
}
