import { EVERYTHING, type KeyReach } from '@cull/db';

/** What a caller may do; an API key names its own, a person has those of their role. */
export const SCOPES = ['read', 'ingest', 'orchestrate', 'control', 'admin'] as const;
export type AccessScope = (typeof SCOPES)[number];

export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const SCOPES_OF_ROLE: Readonly<Record<Role, readonly AccessScope[]>> = {
  viewer: ['read'],
  operator: ['read', 'orchestrate', 'control'],
  admin: SCOPES,
};

/** Who is calling. */
export interface Actor {
  /** For the record: `user:ann@example.org` or `key:orchestrator`. */
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  /** Of a person. */
  readonly role?: string;
  /** What a key is narrowed to; left out where it is not. */
  readonly reach?: KeyReach;
}

/** The credentials of a caller; those of an open stream are checked again while it lasts. */
export type Credential =
  | { readonly kind: 'key'; readonly id: string }
  | {
      readonly kind: 'session';
      readonly id: string;
      /** When it last showed that it is its person's, in epoch milliseconds; null for never. */
      readonly provenAt: number | null;
    };

/** A person, with the scopes of their role; an unknown role may nothing. */
export function userActor(email: string, role: string): Actor {
  const known = ROLES.find((candidate) => candidate === role);
  return {
    name: `user:${email}`,
    scopes: new Set(known === undefined ? [] : SCOPES_OF_ROLE[known]),
    role,
  };
}

/** A program, with the scopes of its key and what it is narrowed to. */
export function keyActor(name: string, scopes: readonly string[], reach = EVERYTHING): Actor {
  const isNarrowed = reach.personaIds.length + reach.sources.length > 0;
  return { name: `key:${name}`, scopes: new Set(scopes), ...(isNarrowed && { reach }) };
}

/** Whether the caller may do what needs this scope; `admin` may everything. */
export function may(actor: Actor, scope: AccessScope): boolean {
  return actor.scopes.has(scope) || actor.scopes.has('admin');
}

/** Why the caller may not do what needs this scope: keys read about scopes, people about roles. */
export function whyNot({ name, role }: Actor, scope: AccessScope): string {
  if (role === undefined) return `needs the scope ${scope}, which ${name} does not have`;
  const allowed = ROLES.filter((candidate) => SCOPES_OF_ROLE[candidate].includes(scope));
  return `Your role is ${role}, which does not allow this: it takes ${allowed.join(' or ')}.`;
}
