import type { LoggedEvent } from '@cull/db';
import { toIso } from '../schemas/common';
import type { EventFrame } from '../schemas/live';

/** An entry of the event log as the API gives it. */
export function presentEvent(event: LoggedEvent): EventFrame {
  const { cursor, at, type, monitoringId, variantId, personaId, data } = event;
  return {
    id: cursor,
    at: toIso(at),
    type,
    monitoringId: monitoringId ?? null,
    variantId: variantId ?? null,
    personaId: personaId ?? null,
    data: { ...data },
  };
}
