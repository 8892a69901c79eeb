import { SIBLINGS_FRESH_MS, type SiblingGroup, withSibling } from '@cull/core';
import type { SiblingGroups } from '@cull/db';
import type { HeldSession } from './state';

/** What has not changed is written again in time to stay fresh. */
const WRITTEN_EVERY_MS = SIBLINGS_FRESH_MS / 3;

/** What a shard's holder has the other workers know of its variants as siblings. */
export class SiblingReport {
  #written = '';
  #writtenAt = Number.NEGATIVE_INFINITY;

  /** Returns what is to be written now, from what is on record of the sessions; null where that is known. */
  due(sessions: Iterable<HeldSession>, now: number): SiblingGroups | null {
    const groups = groupsOf(sessions, now);
    const isOld = groups.size > 0 && now - this.#writtenAt >= WRITTEN_EVERY_MS;
    return isOld || textOf(groups) !== this.#written ? groups : null;
  }

  /** To be told what was written. */
  written(groups: SiblingGroups, now: number): void {
    this.#written = textOf(groups);
    this.#writtenAt = now;
  }
}

function groupsOf(sessions: Iterable<HeldSession>, now: number): SiblingGroups {
  const groups = new Map<string, SiblingGroup>();
  for (const { session, stored } of sessions) {
    const { sample } = stored.progress;
    const { interactionsDue: due } = stored;
    if (sample === null || due === null || sample.observedAt < now - SIBLINGS_FRESH_MS) continue;
    const { personaId } = session;
    groups.set(personaId, withSibling(groups.get(personaId), { interactions: sample.interactions, due }));
  }
  return groups;
}

function textOf(groups: SiblingGroups): string {
  return JSON.stringify([...groups]);
}
