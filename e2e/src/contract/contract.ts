import { z } from 'zod';
import type { Kind } from '../plain-http';

/** What a key may be made for. */
export const SCOPES = ['read', 'ingest', 'orchestrate', 'control', 'admin'] as const;

/** What the public contract says of one procedure. */
export interface Contract {
  readonly procedure: string;
  readonly kind: Kind;
  /** What a key needs to have. */
  readonly scope: (typeof SCOPES)[number];
  /** Makes what the call needs and gives its input; left out for a procedure that takes none. */
  readonly input?: () => Promise<unknown>;
  /** The answer, with every field that clients rely on; other fields may be added. */
  readonly answer: z.ZodType;
  readonly refusals?: readonly Refusal[];
}

/** A call that is refused, and with which words. */
export interface Refusal {
  /** For the name of the test: "of another post while one is monitored". */
  readonly when: string;
  readonly input: () => Promise<unknown>;
  readonly code: keyof typeof STATUS_OF;
  /** The field that the message names, or other words of it. */
  readonly says: string;
}

/** The HTTP status that comes with an error. */
export const STATUS_OF = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  TOO_MANY_REQUESTS: 429,
} as const;

export const instant = z.iso.datetime();
export const rate = z.number().min(0);
export const count = z.number().int().min(0);
