import { TRPCClientError } from '@trpc/client';
import type {
  TRPC_ERROR_CODE_KEY,
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCRouterRecord,
} from '@trpc/server';

/** How Cull configures tRPC, apart from its procedures. */
export interface CullRoot {
  ctx: object;
  meta: object;
  errorShape: TRPCDefaultErrorShape & { data: { code: TRPC_ERROR_CODE_KEY; path: string | null } };
  transformer: false;
}

/** What links need to know of the router: not its procedures. */
export type CullLinkRouter = TRPCBuiltRouter<CullRoot, TRPCRouterRecord>;

/**
 * What went wrong: a code of Cull's (`BAD_REQUEST`, `UNAUTHORIZED`, `NOT_FOUND`, `CONFLICT`, …), `UNREACHABLE` where
 * nothing answers, `TIMEOUT` where nothing answers in time, `NOT_CULL` where something else does.
 */
export type CullErrorCode = TRPC_ERROR_CODE_KEY | 'UNREACHABLE' | 'NOT_CULL';

interface CullErrorOptions {
  readonly code: CullErrorCode;
  readonly status?: number;
  readonly retryAfterMs?: number | null;
  /** Cull's own answer. */
  readonly shape?: CullRoot['errorShape'];
  readonly cause?: unknown;
}

/** A call that failed. Its message says what is wrong, and which field it is about. */
export class CullError extends TRPCClientError<CullRoot> {
  readonly code: CullErrorCode;
  /** The HTTP status of the answer; null without one. */
  readonly status: number | null;
  /** How long Cull asks callers to wait, in milliseconds; null where it does not. */
  readonly retryAfterMs: number | null;

  constructor(message: string, { code, status, retryAfterMs, shape, cause }: CullErrorOptions) {
    super(message, {
      ...(shape !== undefined && { result: { error: shape } }),
      ...(cause instanceof Error && { cause }),
    });
    // tRPC's constructor sets its own, which would undo the inheritance.
    Object.setPrototypeOf(this, CullError.prototype);
    this.name = 'CullError';
    this.code = code;
    this.status = status ?? null;
    this.retryAfterMs = retryAfterMs ?? null;
  }
}

/** Whether this was thrown by a call to Cull; with codes, whether by one of them. */
export function isCullError(error: unknown, ...codes: readonly CullErrorCode[]): error is CullError {
  return error instanceof CullError && (codes.length === 0 || codes.includes(error.code));
}
