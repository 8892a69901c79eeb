import { TOLD_EVENT_TYPES } from '@cull/core';
import { type LoggedEvent, type Queryable, readNewestEvents, readNewestEventsOf } from '@cull/db';

const NEWEST_TOLD = 60;
/** However much else has happened since. */
const NEWEST_KILLS = 20;

/**
 * What a dashboard is shown first, oldest first: the newest of the events in the feed, and the newest kills. The
 * newest event of all is the last, whatever it is, since a viewer goes on behind the last one that came.
 * @returns The events, and the cursor to go on from.
 */
export async function readBacklog(
  db: Queryable,
): Promise<{ events: readonly LoggedEvent[]; cursor: string }> {
  const { events: newest, cursor } = await readNewestEvents(db, 1);
  const told = await readNewestEventsOf(db, TOLD_EVENT_TYPES, cursor, NEWEST_TOLD);
  const kills = await readNewestEventsOf(db, ['variant.killed'], cursor, NEWEST_KILLS);
  const byCursor = new Map([...told, ...kills, ...newest].map((event) => [event.cursor, event]));
  return { events: [...byCursor.values()].sort(inOrderOfLog), cursor };
}

function inOrderOfLog(a: LoggedEvent, b: LoggedEvent): number {
  const [transactionOfA, idOfA] = numbersOf(a);
  const [transactionOfB, idOfB] = numbersOf(b);
  return transactionOfA - transactionOfB || idOfA - idOfB;
}

function numbersOf({ cursor }: LoggedEvent): [transactionId: number, id: number] {
  const [transactionId, id] = cursor.split('-');
  return [Number(transactionId), Number(id)];
}
