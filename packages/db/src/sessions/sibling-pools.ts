import { poolOf, type SiblingGroup, type SiblingPool } from '@cull/core';
import { z } from 'zod';
import { type Queryable, toTimestamp } from '../system/database';

/** A shard's live variants as siblings, by persona. */
export type SiblingGroups = ReadonlyMap<string, SiblingGroup>;

/** As stored: persona, variants, interactions and due of all, interactions and due of the one that lacks most. */
const storedSchema = z.array(
  z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.number()]),
);

/**
 * Writes what a shard's holder knows of its variants as siblings.
 * @param at When it was known, epoch milliseconds.
 */
export async function recordSiblings(
  db: Queryable,
  shard: number,
  groups: SiblingGroups,
  at: number,
): Promise<void> {
  const stored: z.input<typeof storedSchema> = [...groups].map(
    ([personaId, { variants, interactions, due, worst }]) => [
      personaId,
      variants,
      interactions,
      due,
      worst.interactions,
      worst.due,
    ],
  );
  await db.query(
    `INSERT INTO shard_siblings (shard, groups, at) VALUES ($1, $2, $3)
     ON CONFLICT (shard) DO UPDATE SET groups = excluded.groups, at = excluded.at`,
    [shard, JSON.stringify(stored), toTimestamp(at)],
  );
}

/**
 * Reads each persona's live variants with a fresh reading, their counters added up over all shards, but those of the variant that
 * lacks most: a plain loser with many views must not speak for its siblings.
 * @param freshAfter What was written before doesn't count, epoch milliseconds.
 * @returns By persona; a persona without such variants is missing.
 */
export async function readSiblingPools(
  db: Queryable,
  freshAfter: number,
): Promise<ReadonlyMap<string, SiblingPool>> {
  const { rows } = await db.query<{ groups: unknown }>('SELECT groups FROM shard_siblings WHERE at >= $1', [
    toTimestamp(freshAfter),
  ]);
  const byPersona = new Map<string, SiblingGroup[]>();
  for (const { groups } of rows) {
    for (const [personaId, variants, interactions, due, ...worst] of storedSchema.parse(groups)) {
      const group = { variants, interactions, due, worst: { interactions: worst[0], due: worst[1] } };
      byPersona.set(personaId, [...(byPersona.get(personaId) ?? []), group]);
    }
  }
  return new Map([...byPersona].map(([personaId, groups]) => [personaId, poolOf(groups)]));
}
