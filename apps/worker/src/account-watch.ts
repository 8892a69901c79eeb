import {
  accountReadingOf,
  type EvidenceTerms,
  FrozenSourceWatch,
  type Progress,
  type Reading,
  type Sample,
  type Session,
} from '@cull/core';
import { accountOf } from '@cull/db';

/** An account of which nothing was read for this long is forgotten. */
const FORGOTTEN_AFTER_MS = 600_000;

/**
 * Watches each account over all of the variants that this worker checks: interactions that stand still everywhere say
 * something about the source and nothing about the variants.
 */
export class AccountWatch {
  readonly #watches = new Map<string, { readonly watch: FrozenSourceWatch; usedAt: number }>();
  #sweptAt = Number.NEGATIVE_INFINITY;

  /** Returns a believed reading as it counts: one of a frozen account makes nothing due. */
  judge(session: Session, before: Progress, sample: Sample, terms: EvidenceTerms): Reading {
    const watch = this.#watchOf(session, sample.observedAt);
    return { kind: KINDS[watch.judge(accountReadingOf(session, before, sample, terms), terms)], sample };
  }

  /** Notes when a variant is to be read again, epoch milliseconds. */
  planned(session: Session, dueAt: number): void {
    this.#watches.get(accountOf(session))?.watch.planned(session.monitoringId, dueAt);
  }

  /** Forgets a variant that this worker does not check any more. */
  forget(session: Session): void {
    this.#watches.get(accountOf(session))?.watch.forget(session.monitoringId);
  }

  /** Returns the variants of its account, a few, whose next readings would most likely end a variant's wait. */
  likelyGainers(session: Session, now: number): readonly string[] {
    return this.#watches.get(accountOf(session))?.watch.likelyGainers(session.monitoringId, now) ?? [];
  }

  #watchOf(session: Session, now: number): FrozenSourceWatch {
    this.#sweep(now);
    const account = accountOf(session);
    const known = this.#watches.get(account) ?? { watch: new FrozenSourceWatch(), usedAt: now };
    known.usedAt = now;
    this.#watches.set(account, known);
    return known.watch;
  }

  #sweep(now: number): void {
    if (now - this.#sweptAt < FORGOTTEN_AFTER_MS) return;
    this.#sweptAt = now;
    for (const [account, { usedAt }] of this.#watches)
      if (now - usedAt > FORGOTTEN_AFTER_MS) this.#watches.delete(account);
  }
}

const KINDS = { counts: 'sample', waits: 'waiting', frozen: 'frozen' } as const;
