import { type Settling, type SettlingTerms, settle } from '@cull/core';
import {
  endTrouble,
  keepTrouble,
  readTroubles,
  type SqlDatabase,
  type Trouble,
  type TroubleEvent,
  type TroubleKind,
} from '@cull/db';
import type { Notifier } from '@cull/queue';
import type { Logger } from 'pino';

export interface TroubleTellerOptions {
  readonly db: Pick<SqlDatabase, 'pool'>;
  readonly notifier: Pick<Notifier, 'publish'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => number;
}

/** What is seen of a trouble now, and how it is told. */
export interface SeenTrouble {
  /** An account, `default`, `engine`, or a policy's scope. */
  readonly subject: string;
  readonly kind: TroubleKind;
  /** What reports it while it is seen; false while it isn't, null where nothing can be said: then it stays as it is. */
  readonly seen: TroubleEvent | false | null;
  /** Null where its end is not worth telling. */
  readonly ends: (seconds: number) => TroubleEvent | null;
}

/** By kind: a moment is no trouble, and one good moment is no end of it. */
const TERMS: Readonly<Record<TroubleKind, SettlingTerms>> = {
  unhealthy: { onAfterMs: 5_000, offAfterMs: 10_000 },
  behind: { onAfterMs: 10_000, offAfterMs: 30_000 },
  calls_low: { onAfterMs: 10_000, offAfterMs: 60_000 },
  deletes_low: { onAfterMs: 0, offAfterMs: 60_000 },
  policy_unreadable: { onAfterMs: 0, offAfterMs: 0 },
};

/** Tells once when a trouble begins and once when it is over, whichever worker handles it at the time. */
export class TroubleTeller {
  readonly #options: TroubleTellerOptions;
  #lasting: ReadonlyMap<string, Trouble> = new Map();
  readonly #turningSince = new Map<string, number | null>();

  constructor(options: TroubleTellerOptions) {
    this.#options = options;
  }

  /** Reads which troubles last, as all workers told about them. */
  async refresh(): Promise<void> {
    const troubles = await readTroubles(this.#options.db.pool);
    this.#lasting = new Map(troubles.map((trouble) => [keyOf(trouble), trouble]));
  }

  lasts(subject: string, kind: TroubleKind): boolean {
    return this.#lasting.has(keyOf({ subject, kind }));
  }

  /** Returns the troubles of one kind that last. */
  lasting(kind: TroubleKind): readonly Trouble[] {
    return [...this.#lasting.values()].filter((trouble) => trouble.kind === kind);
  }

  /** Forgets troubles of what there is no more. */
  async keepOnly(isThere: (trouble: Trouble) => boolean): Promise<void> {
    const { db, now } = this.#options;
    for (const trouble of this.#lasting.values())
      if (!isThere(trouble)) await endTrouble(db.pool, trouble, null, now());
  }

  async see(trouble: SeenTrouble): Promise<void> {
    const { db, now } = this.#options;
    const { kind, seen } = trouble;
    const key = keyOf(trouble);
    const lasting = this.#lasting.get(key);
    const before: Settling = {
      isOn: lasting !== undefined,
      turningSince: this.#turningSince.get(key) ?? null,
    };
    const { isOn, turningSince } = settle(before, seen && true, now(), TERMS[kind]);
    this.#turningSince.set(key, turningSince);
    if (isOn && seen) {
      if (await keepTrouble(db.pool, trouble, seen, now())) this.#told(seen);
    } else if (!isOn && lasting !== undefined) {
      const event = trouble.ends((now() - lasting.since) / 1000);
      if ((await endTrouble(db.pool, trouble, event, now())) && event !== null) this.#told(event);
    }
  }

  #told({ type, data }: TroubleEvent): void {
    const { log, notifier } = this.#options;
    const isGood = type === 'engine.caught_up' || type === 'source.healthy';
    log[isGood ? 'info' : 'warn']({ type, ...data }, data.text);
    notifier.publish({ kind: 'events' });
  }
}

function keyOf({ subject, kind }: Pick<Trouble, 'subject' | 'kind'>): string {
  return `${subject} ${kind}`;
}
