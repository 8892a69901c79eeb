import type { Status } from './status';

/** Every shard is ticked once a second; beyond this nobody looks at its variants any more. */
const LATE_MS = 15_000;
/** Workers report on themselves and on the sources every three seconds. */
export const SILENT_MS = 15_000;

interface Wait {
  readonly shard: number;
  /** Since its last tick. */
  readonly ms: number;
}

/** How long each shard has waited for a check, and which have waited too long. */
export function lookedAt({ at, shards }: Pick<Status, 'at' | 'shards'>): {
  readonly waits: readonly Wait[];
  readonly late: readonly Wait[];
} {
  const waits = shards.map(({ shard, tickedAt }) => ({ shard, ms: Date.parse(at) - Date.parse(tickedAt) }));
  return { waits, late: waits.filter(({ ms }) => ms > LATE_MS) };
}
