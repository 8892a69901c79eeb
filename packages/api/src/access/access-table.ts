import type { AnyTRPCProcedure, AnyTRPCRouter, TRPCProcedureType } from '@trpc/server';
import { z } from 'zod';
import { appRouter } from '../router';
import { type AccessScope, type Actor, keyActor, may, ROLES, type Role, SCOPES, userActor } from './access';

/** A row of the table: a procedure, and who may call it. */
export interface Access {
  /** `monitoring.kill` */
  readonly procedure: string;
  readonly type: TRPCProcedureType;
  readonly scope: AccessScope;
  /** A key needs one of these scopes to call it. */
  readonly scopes: readonly AccessScope[];
  /** The roles that let a person call it. */
  readonly roles: readonly Role[];
  /** Whether a person confirms first that it is them. */
  readonly isConfirmed: boolean;
  /** Whether keys may call it that are narrowed to personas or sources. */
  readonly keepsToReach: boolean;
}

/** Every procedure, subscriptions among them, in the order of the code. */
export function accessTable(): readonly Access[] {
  return Object.entries(proceduresOf(appRouter)).map(([procedure, { _def }]) => {
    const { scope, isConfirmed, keepsToReach } = metaSchema.parse(_def.meta);
    const lets = (actor: Actor) => may(actor, scope);
    return {
      procedure,
      type: _def.type,
      scope,
      scopes: SCOPES.filter((one) => lets(keyActor('a key', [one]))),
      roles: ROLES.filter((role) => lets(userActor('a person', role))),
      isConfirmed,
      keepsToReach,
    };
  });
}

const metaSchema = z.object({
  scope: z.enum(SCOPES),
  isConfirmed: z.boolean().default(false),
  keepsToReach: z.boolean().default(false),
});

/** tRPC keeps its procedures by their full names, which the types of a nested router do not tell. */
function proceduresOf(router: AnyTRPCRouter): Readonly<Record<string, AnyTRPCProcedure>> {
  return router._def.procedures;
}

/** The table as `docs/access.md` has it. */
export function accessDocument(): string {
  const columns = [...SCOPES, ...ROLES];
  const rows = accessTable().map(({ procedure, type, scopes, roles, isConfirmed, keepsToReach }) => {
    const cells = columns.map((column) => ([...scopes, ...roles].includes(column) ? 'yes' : ''));
    return `| \`${procedure}\` | ${type} | ${cells.join(' | ')} | ${isConfirmed ? 'yes' : ''} | ${keepsToReach ? 'yes' : ''} |`;
  });
  return `# Permissions

Made from the code by \`pnpm --filter @cull/api docs\`; the tests make every call of this table, through HTTP, with a key of each scope alone,
with a person of each role, and with nothing. An empty cell is answered with 403, a call without valid credentials with 401.

What is **confirmed** needs a person who has signed in, or [confirmed that it's them](api.md#confirming), within the last 15 minutes. API keys need no confirmation.
Keys that are narrowed to personas or sources call what is marked so, about these alone, and nothing else.

| | | ${SCOPES.map((scope) => `key: ${scope}`).join(' | ')} | ${ROLES.join(' | ')} | confirmed | narrowed keys |
|---|---|${columns.map(() => '---|').join('')}---|---|
${rows.join('\n')}
`;
}
