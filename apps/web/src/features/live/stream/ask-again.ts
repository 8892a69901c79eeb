import { matchQuery, type QueryClient, type QueryFilters } from '@tanstack/react-query';

/** What runs is let run: where answers take longer than events need to come, none would ever arrive. */
const LETS_RUN = { cancelRefetch: false } as const;

/**
 * Asks again for what is out of date. What was being asked for already may have been read before that: it is asked for
 * once more behind its answer, whatever else makes it out of date meanwhile.
 * @param outOfDate What any of these selects.
 * @returns When all of it has been answered, or has failed.
 */
export async function askAgain(client: QueryClient, outOfDate: readonly QueryFilters[]): Promise<void> {
  const queries = new Set(
    client.getQueryCache().findAll({ predicate: (query) => outOfDate.some((one) => matchQuery(one, query)) }),
  );
  const running = new Set([...queries].filter(({ state }) => state.fetchStatus === 'fetching'));
  await client.invalidateQueries({ predicate: (query) => queries.has(query) }, LETS_RUN);
  if (running.size === 0) return;
  await client.invalidateQueries({ predicate: (query) => running.has(query) }, LETS_RUN);
}
