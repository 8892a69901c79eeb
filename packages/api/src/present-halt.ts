import type { Halt } from '@cull/core';
import { toIso } from './schemas/common';
import type { HaltOutput } from './schemas/system';

/** A halt as the API shows it. */
export function presentHalt({ kind, personaId, reason, actor, since, until }: Halt): HaltOutput {
  const type = personaId === null ? 'global' : 'persona';
  return { kind, scope: { type, id: personaId }, reason, actor, since: toIso(since), until: toIso(until) };
}
