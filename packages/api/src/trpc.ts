import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { type AccessScope, type Actor, may, whyNot } from './access/access';
import type { Context } from './context';
import { isProven } from './sign-in/sessions';

const PING_MS = 10_000;

/** What is known of a procedure besides its schemas. */
export interface Meta {
  /** What a caller needs to have. */
  readonly scope: AccessScope;
  /** Whether the audit trail keeps each call; `auditedProcedure` writes it. */
  readonly isAudited?: true;
  /** Whether a person must have shown just now that it is them; programs with a key never have to. */
  readonly isConfirmed?: true;
  /** Whether it keeps to what a key is narrowed to; what does not is closed to such keys. */
  readonly keepsToReach?: true;
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    sse: {
      ping: { enabled: true, intervalMs: PING_MS },
      client: { reconnectAfterInactivityMs: 3 * PING_MS },
    },
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: messageOf(error),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path ?? null,
        ...(error instanceof ConfirmationNeeded && { reason: ConfirmationNeeded.REASON }),
      },
    }),
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** What a caller is told: what is wrong with their call in their words, and nothing of what went wrong in here. */
export function messageOf(error: TRPCError): string {
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'Something went wrong here. It has been logged.';
  return error.cause instanceof z.ZodError ? describeIssues(error.cause) : error.message;
}

/** Every issue with the field it is about: `expectedEngagementRate: Too big: expected number to be <=1`. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}

/** A cursor that no list gave: an empty page would look like the end of the list. */
export function unknownCursor(cursor: string): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', message: `cursor: ${cursor} was not given by this list` });
}

const measured = t.procedure.use(async ({ ctx, path, type, next }) => {
  const end = ctx.services.metrics.callSeconds.startTimer({ procedure: path });
  const result = await next();
  // A subscription lasts as long as its reader stays: it is counted as an open stream instead.
  if (type !== 'subscription') end({ result: result.ok ? 'OK' : result.error.code });
  if (!result.ok && result.error.code !== 'INTERNAL_SERVER_ERROR') {
    const { code } = result.error;
    const { actor, origin, services } = ctx;
    const by = { actor: actor?.name ?? null, address: origin.address };
    services.log.info(
      { procedure: path, code, message: messageOf(result.error), ...by },
      'a call was refused',
    );
  }
  return result;
});

/** Queries have connections of their own: pauses and kills never wait behind them. */
const onItsConnections = measured.use(({ ctx, type, next }) => {
  if (type !== 'query') return next();
  return next({ ctx: { ...ctx, services: { ...ctx.services, db: ctx.services.reading } } });
});

/** A procedure for callers who have this scope, and who are asked for more where the meta says so. */
export function procedureFor(scope: AccessScope, more: Omit<Meta, 'scope'> = {}) {
  return onItsConnections.meta({ scope, ...more }).use(({ ctx, next }) => {
    const actor = withScope(ctx.actor, scope, more.keepsToReach);
    if (more.isConfirmed) demandProof(ctx);
    return next({ ctx: { ...ctx, actor } });
  });
}

/** A person who may do it, but has to show first that it is them, and not somebody at their open browser. */
export class ConfirmationNeeded extends TRPCError {
  static readonly REASON = 'confirmation_needed';

  constructor() {
    super({ code: 'FORBIDDEN', message: 'Confirm that it’s you first, at /api/session/confirm.' });
  }
}

/** @throws ConfirmationNeeded for a session that has not shown lately that it is its person's. */
function demandProof({ credential, services }: Context): void {
  if (credential?.kind === 'session' && !isProven(credential.provenAt, services.now()))
    throw new ConfirmationNeeded();
}

/** For procedures that keep to what a key is narrowed to. */
export const REACHING = { keepsToReach: true } as const;

/** The same for what takes long to answer: it has its turn, so that a kill or a pause never waits behind all of it. */
export function costlyProcedureFor(scope: AccessScope, more: Omit<Meta, 'scope'> = {}) {
  return procedureFor(scope, more).use(({ ctx, next }) =>
    ctx.services.turns.reports.run(ctx.actor.name, () => next()),
  );
}

/**
 * The caller, who has this scope.
 * @param keepsToReach Whether what is called keeps to what a key is narrowed to.
 * @throws UNAUTHORIZED for nobody, FORBIDDEN for somebody who lacks it.
 */
export function withScope(actor: Actor | null, scope: AccessScope, keepsToReach = false): Actor {
  if (actor === null) {
    throw new TRPCError({ code: 'UNAUTHORIZED', message: 'needs a valid API key or a signed-in person' });
  }
  if (!may(actor, scope)) throw new TRPCError({ code: 'FORBIDDEN', message: whyNot(actor, scope) });
  if (actor.reach === undefined || keepsToReach) return actor;
  const { personaIds, sources } = actor.reach;
  const narrowed = [...personaIds, ...sources].join(', ');
  const message = `${actor.name} is for ${narrowed} alone, and this is not kept apart by personas and sources`;
  throw new TRPCError({ code: 'FORBIDDEN', message });
}
