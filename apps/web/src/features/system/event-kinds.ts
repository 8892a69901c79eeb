import { EVENT_TYPES, type EventType } from '@cull/core';

/** What the event log can be narrowed to. */
export interface EventKind {
  readonly value: string;
  readonly label: string;
  /** Null for everything. */
  readonly types: readonly EventType[] | null;
}

const EVERYTHING: EventKind = { value: '', label: 'Everything', types: null };

export const EVENT_KINDS: readonly EventKind[] = [
  EVERYTHING,
  kind('variant', 'Variants'),
  kind('kills', 'Pauses'),
  kind('breaker', 'Breaker'),
  kind('policy', 'Thresholds'),
  kind('source', 'Sources'),
  kind('account', 'Accounts'),
  kind('engine', 'Checks'),
  kind('channel', 'Channels'),
];

/** The kind that an address names; everything where it names none. */
export function eventKindOf(value: string): EventKind {
  return EVENT_KINDS.find((known) => known.value === value) ?? EVERYTHING;
}

/** The types whose names begin with the value. */
function kind(value: string, label: string): EventKind {
  return { value, label, types: EVENT_TYPES.filter((type) => type.startsWith(`${value}.`)) };
}
