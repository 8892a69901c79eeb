import { aPosting } from './load';

/** A call as it goes over the line. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON; null without a body. */
  readonly body: string | null;
}

/** Live variants that are asked about, and how many of them each persona has. */
export const READ_VARIANTS = 10_000;
export const VARIANTS_OF_PERSONA = 100;

export const readVariantId = (index: number) => `read-${index}`;
export const readPersonaId = (index: number) => `persona-${Math.floor(index / VARIANTS_OF_PERSONA)}`;

/** The most frequent calls of an orchestrator, by number: neighbors ask about different variants, and postings are never repeated. */
export const CALLS = {
  'monitoring.status': (number) => get(`/api/v1/monitoring/${readVariantId(spread(number))}`),
  'pool.list': (number) => get(`/api/v1/pool?personaId=${readPersonaId(spread(number))}`),
  'variants.posted': (number) => post('/api/trpc/variants.posted', aPosting(`posted-${number}`)),
} as const satisfies Record<string, (number: number) => Call>;

export type CallName = keyof typeof CALLS;

/** A prime that shares no factor with the number of variants: every variant has its turn before one comes again. */
const STRIDE = 7_919;

function spread(number: number): number {
  return (number * STRIDE) % READ_VARIANTS;
}

function get(path: string): Call {
  return { method: 'GET', path, body: null };
}

function post(path: string, input: unknown): Call {
  return { method: 'POST', path, body: JSON.stringify(input) };
}
