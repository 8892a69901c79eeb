import type { EventFrame } from '@cull/api';

const KILL_EVENTS: ReadonlySet<string> = new Set([
  'variant.killed',
  'variant.would_have_killed',
  'variant.approval_requested',
  'variant.kill_failed',
  'variant.kill_regretted',
] satisfies EventFrame['type'][]);

/** Whether an event is about a kill: done, blocked, waiting, failed or false. */
export function isAboutKill({ type }: Pick<EventFrame, 'type'>): boolean {
  return KILL_EVENTS.has(type);
}
