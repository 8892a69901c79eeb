interface Bucket {
  readonly at: string;
  readonly reason: string;
  readonly personaId: string;
  readonly kills: number;
}

/** A chart shows so many groups; the rest are one. */
const MOST_GROUPS = 6;
export const THE_REST = 'others';

export interface Stacked {
  /** The groups, largest first. */
  readonly groups: readonly string[];
  /** For each stretch of time its kills by group; groups without any are left out of it. */
  readonly rows: readonly (Readonly<Record<string, number>> & { readonly at: number })[];
}

type Row = Record<string, number> & { at: number };

/** From when to when, in stretches of how long; epoch milliseconds. */
export interface Span {
  readonly since: number;
  readonly until: number;
  readonly bucketMs: number;
}

/** The kills as a stacked chart wants them: a row for each stretch of time, those without any too, a number for each group. */
export function stacked(buckets: readonly Bucket[], by: 'reason' | 'personaId', span: Span): Stacked {
  const totals = new Map<string, number>();
  for (const bucket of buckets) totals.set(bucket[by], (totals.get(bucket[by]) ?? 0) + bucket.kills);
  const largest = [...totals].sort((a, b) => b[1] - a[1]).map(([group]) => group);
  const named = new Set(largest.slice(0, largest.length > MOST_GROUPS ? MOST_GROUPS - 1 : MOST_GROUPS));
  const rows = new Map(stretches(span).map((at): [number, Row] => [at, { at }]));
  for (const bucket of buckets) {
    const at = Date.parse(bucket.at);
    const group = named.has(bucket[by]) ? bucket[by] : THE_REST;
    const row: Row = rows.get(at) ?? { at };
    row[group] = (row[group] ?? 0) + bucket.kills;
    rows.set(at, row);
  }
  return {
    groups: largest.length > named.size ? [...named, THE_REST] : [...named],
    rows: [...rows.values()].sort((a, b) => a.at - b.at),
  };
}

/** Stretches begin at whole multiples of their length, as the database counts them. */
function stretches({ since, until, bucketMs }: Span): readonly number[] {
  const first = Math.floor(since / bucketMs);
  const last = Math.floor(until / bucketMs);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * bucketMs);
}
