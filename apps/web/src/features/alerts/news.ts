import type { EventFrame } from '@cull/api';

/** What people are alerted to as it happens: what was killed, and what waits for them. */
const ALERTING_TYPES = [
  'variant.killed',
  'variant.approval_requested',
  'kills.paused',
  'breaker.tripped',
] as const satisfies readonly EventFrame['type'][];

/** Whether people are alerted to events of this type. */
export function isAlerting({ type }: Pick<EventFrame, 'type'>): boolean {
  return ALERTING_TYPES.some((alerting) => alerting === type);
}

/**
 * What came since the events stood as they did before.
 * @param events Those that people are alerted to, newest first.
 * @param since Epoch milliseconds by the server's clock: events from before the page was opened are left out.
 * @returns Oldest first.
 */
export function newsOf(
  events: readonly EventFrame[],
  before: readonly EventFrame[],
  since: number,
): readonly EventFrame[] {
  const known = new Set(before.map(({ id }) => id));
  return events.filter(({ id, at }) => !known.has(id) && Date.parse(at) >= since).toReversed();
}

const NAMED = 3;

/** News in sentences that can be heard: the reason of one, the names of a few, the number of many. */
export function newsInWords(news: readonly EventFrame[]): string {
  const of = (type: EventFrame['type']) => news.filter((event) => event.type === type);
  const suspensions = news.filter(({ type }) => type === 'kills.paused' || type === 'breaker.tripped');
  return [
    summary(of('variant.approval_requested'), 'waits for your approval', 'wait for your approval'),
    summary(of('variant.killed'), 'was killed', 'were killed'),
    ...suspensions.map((event) => `${textOf(event)}.`),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function summary(events: readonly EventFrame[], does: string, allDo: string): string {
  const [only] = events;
  if (only === undefined) return '';
  if (events.length === 1) return `${only.variantId} ${does}. ${textOf(only)}`.trim();
  const names = events.slice(0, NAMED).map(({ variantId }) => variantId);
  const more = events.length - names.length;
  return `${events.length} variants ${allDo}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

function textOf({ data: { text } }: EventFrame): string {
  return typeof text === 'string' ? text.replace(/^Killed: /, '') : '';
}
