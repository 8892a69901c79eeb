import { formatSpan, type Halt } from '@cull/core';
import { z } from 'zod';
import type { NewEvent } from '../events/events';
import { toTimestamp } from '../system/database';
import { ENGINE } from './decision-records';

const suspension = {
  scope: z
    .object({ type: z.enum(['global', 'persona', 'source']), id: z.string().nullable() })
    .describe('Whose kills.'),
  actor: z.string().describe('Who did it; `engine` for Cull itself.'),
  reason: z.string(),
  text: z.string().describe('All of it in a sentence.'),
};
const until = z.string().nullable().describe('When it ends by itself, ISO 8601; null for never.');

/** The data of the events about pauses and the circuit breaker, by type. Fields may be added later. */
export const HALT_EVENTS = {
  'kills.paused': z
    .object({
      ...suspension,
      until,
      reminder: z
        .boolean()
        .describe('Whether the pause began earlier, and this only says that it still stands.'),
    })
    .describe(
      'Auto-kill is paused. Sent again when the pause is changed, and as a reminder after an hour and every four.',
    ),
  'kills.resumed': z
    .object(suspension)
    .describe('Auto-kill resumes: somebody resumed it, or the time of the pause is over.'),
  'breaker.tripped': z
    .object({ ...suspension, until })
    .describe('The circuit breaker has stopped auto-kill.'),
  'breaker.reset': z
    .object(suspension)
    .describe('Auto-kill resumes: somebody reset the circuit breaker, or its time is over.'),
} as const;
type HaltEvents = { readonly [Type in keyof typeof HALT_EVENTS]: z.output<(typeof HALT_EVENTS)[Type]> };

/** Who ended a halt, and why. */
export interface HaltEnd {
  readonly actor: string;
  readonly reason: string;
}

/** The event of a halt that begins, or changes its end. */
export function startOfHalt(halt: Halt, now: number): NewEvent {
  const { kind, actor, reason } = halt;
  const lasts = halt.until === null ? '' : ` for ${spanBetween(now, halt.until)}`;
  if (kind === 'breaker')
    return haltEvent('breaker.tripped', halt, now, {
      ...begun(halt),
      text: `The circuit breaker paused ${subjectOf(halt)}${lasts}: ${reason}`,
    });
  return haltEvent('kills.paused', halt, now, {
    ...begun(halt),
    reminder: false,
    text: `${actor} paused ${subjectOf(halt)}${lasts || ' until somebody resumes it'}: ${reason}`,
  });
}

/** The event that reminds people of a pause. */
export function reminderOf(halt: Halt, now: number): NewEvent {
  const { actor, reason, since } = halt;
  return haltEvent('kills.paused', halt, now, {
    ...begun(halt),
    reminder: true,
    text: `${capitalized(subjectOf(halt))} has been paused for ${spanBetween(since, now)}, by ${actor}: ${reason}`,
  });
}

/** The event of a halt that somebody ended. */
export function endOfHalt(halt: Halt, { actor, reason }: HaltEnd, now: number): NewEvent {
  const data = { scope: scopeOf(halt), actor, reason };
  return halt.kind === 'paused'
    ? haltEvent('kills.resumed', halt, now, {
        ...data,
        text: `${actor} resumed ${subjectOf(halt)}: ${reason}`,
      })
    : haltEvent('breaker.reset', halt, now, {
        ...data,
        text: `${actor} reset the circuit breaker, and ${subjectOf(halt)} is on again: ${reason}`,
      });
}

/** The event of a halt that ended by itself. */
export function lapseOfHalt(halt: Halt, now: number): NewEvent {
  const what = halt.kind === 'paused' ? 'the pause' : 'the circuit breaker’s pause';
  return haltEvent(halt.kind === 'paused' ? 'kills.resumed' : 'breaker.reset', halt, now, {
    scope: scopeOf(halt),
    actor: ENGINE,
    reason: 'its time is over',
    text: `${capitalized(subjectOf(halt))} is on again: ${what} is over after ${spanBetween(halt.since, now)}`,
  });
}

function begun(halt: Halt) {
  const { actor, reason } = halt;
  return { scope: scopeOf(halt), actor, reason, until: toTimestamp(halt.until) };
}

function scopeOf({ personaId, source }: Pick<Halt, 'personaId' | 'source'>) {
  if (personaId !== null) return { type: 'persona', id: personaId } as const;
  return source === null
    ? ({ type: 'global', id: null } as const)
    : ({ type: 'source', id: source } as const);
}

function subjectOf({ personaId, source }: Pick<Halt, 'personaId' | 'source'>): string {
  if (personaId !== null) return `auto-kill of persona ${personaId}`;
  return source === null ? 'auto-kill' : `auto-kill of source ${source}`;
}

function spanBetween(from: number, to: number): string {
  return formatSpan((to - from) / 1000);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function haltEvent<Type extends keyof HaltEvents>(
  type: Type,
  { personaId }: Pick<Halt, 'personaId'>,
  at: number,
  data: HaltEvents[Type],
): NewEvent {
  return { at, type, ...(personaId !== null && { personaId }), data };
}
