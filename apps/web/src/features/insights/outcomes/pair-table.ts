import type { Outcomes } from './outcomes';

export type Pair = Outcomes['pairs'][number];

/** As many as can be read at a glance. */
const MAX_PERSONAS = 12;
const MAX_CAMPAIGNS = 8;

/** A table of personas by campaigns. */
export interface PairTable {
  /** Null stands for variants without a campaign. */
  readonly campaigns: readonly (string | null)[];
  readonly rows: readonly { readonly personaId: string; readonly cells: readonly (Pair | null)[] }[];
  /** Pairs that have no cell. */
  readonly hidden: number;
}

/** Lays the pairs out as a table: the personas and campaigns with most variants first, up to 12 by 8. */
export function pairTable(pairs: readonly Pair[]): PairTable {
  const personas = largest(pairs, ({ personaId }) => personaId).slice(0, MAX_PERSONAS);
  const campaigns = largest(pairs, ({ campaignId }) => campaignId).slice(0, MAX_CAMPAIGNS);
  const rows = personas.map((personaId) => ({
    personaId,
    cells: campaigns.map(
      (campaignId) =>
        pairs.find((pair) => pair.personaId === personaId && pair.campaignId === campaignId) ?? null,
    ),
  }));
  const shown = rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null)).length;
  return { campaigns, rows, hidden: pairs.length - shown };
}

function largest<Key>(pairs: readonly Pair[], keyOf: (pair: Pair) => Key): readonly Key[] {
  const counts = new Map<Key, number>();
  for (const pair of pairs) counts.set(keyOf(pair), (counts.get(keyOf(pair)) ?? 0) + pair.variants);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([key]) => key);
}
