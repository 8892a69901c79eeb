import type { Halt } from '@cull/core';
import { toIso } from '../schemas/common';
import type { HaltOutput } from '../schemas/system';

/** A halt as the API shows it. */
export function presentHalt({ kind, personaId, source, reason, actor, since, until }: Halt): HaltOutput {
  const type = personaId !== null ? 'persona' : source !== null ? 'source' : 'global';
  return {
    kind,
    scope: { type, id: personaId ?? source },
    reason,
    actor,
    since: toIso(since),
    until: toIso(until),
  };
}
