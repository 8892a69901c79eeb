import { listEvents } from '@cull/db';
import { presentEvent } from '../present/present-event';
import { eventsInput, eventsOutput } from '../schemas/events';
import { procedureFor, router } from '../trpc';

/** Everything that happened; `live.events` goes on where this ends. */
export const eventsRouter = router({
  list: procedureFor('read')
    .input(eventsInput)
    .output(eventsOutput)
    .query(async ({ ctx: { services }, input: { cursor, limit, types, variantId, personaId } }) => {
      const filter = {
        ...(types !== undefined && { types }),
        ...(variantId !== undefined && { variantId }),
        ...(personaId !== undefined && { personaId }),
      };
      const events = await listEvents(services.db.pool, filter, cursor, limit);
      return {
        items: events.map(presentEvent),
        nextCursor: events.length === limit ? (events.at(-1)?.cursor ?? null) : null,
      };
    }),
});
