import { type Database, readKeysInForce, readSessionsInForce, renewSession } from '@cull/db';
import { type AccessScope, type Actor, type Credential, keyActor, userActor } from '../access/access';
import { extendedEnd } from '../sign-in/sessions';
import { withScope } from '../trpc';

/** A stream that is open. */
interface Held {
  readonly credential: Credential | null;
  readonly scope: AccessScope;
  /** Told why its viewer may follow it no more. */
  readonly end: (reason: unknown) => void;
}

/** Looks again at who holds streams open: at all of them together, and only while there are any. */
export class AccessWatch {
  readonly #held = new Set<Held>();

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
  ) {}

  /** @returns What is to be called when the stream has ended. */
  hold(held: Held): () => void {
    this.#held.add(held);
    return () => void this.#held.delete(held);
  }

  /** Ends the streams of those who may not follow them any more; called by the hub, one call at a time. */
  async refresh(): Promise<void> {
    if (this.#held.size === 0) return;
    // Who comes while these are read was looked at just now.
    const held = [...this.#held];
    const keys = await this.#keys(idsOf(held, 'key'));
    const sessions = await this.#sessions(idsOf(held, 'session'));
    for (const { credential, scope, end } of held) {
      const { kind, id } = credential ?? { kind: 'session', id: '' };
      try {
        withScope((kind === 'key' ? keys : sessions).get(id) ?? null, scope);
      } catch (reason) {
        end(reason);
      }
    }
  }

  async #keys(ids: readonly string[]): Promise<Map<string, Actor>> {
    if (ids.length === 0) return new Map();
    const rows = await readKeysInForce(this.db, ids, this.now());
    return new Map(rows.map(({ id, name, scopes }) => [id, keyActor(name, scopes)]));
  }

  async #sessions(ids: readonly string[]): Promise<Map<string, Actor>> {
    if (ids.length === 0) return new Map();
    const now = this.now();
    const rows = await readSessionsInForce(this.db, ids, now);
    for (const row of rows) {
      const end = extendedEnd(row, now);
      if (end !== null) await renewSession(this.db, row.id, end, now);
    }
    return new Map(rows.map(({ id, user: { email, role } }) => [id, userActor(email, role)]));
  }
}

function idsOf(held: readonly Held[], kind: Credential['kind']): string[] {
  const ids = held.flatMap(({ credential }) => (credential?.kind === kind ? [credential.id] : []));
  return [...new Set(ids)];
}
