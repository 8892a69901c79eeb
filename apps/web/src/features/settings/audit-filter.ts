/** What the trail is asked for by its words. */
export const AUDIT_WORDS = ['actor', 'action', 'target'] as const;
export type AuditWord = (typeof AUDIT_WORDS)[number];

/** What the address says, as the API takes it; days are the reader's own, both included. */
export function auditFilterOf(get: (name: string) => string): Record<string, string> {
  const words = AUDIT_WORDS.map((name) => [name, get(name)] as const);
  const since = startOf(get('from'), 0);
  const until = startOf(get('to'), 1);
  return Object.fromEntries(
    [...words, ['since', since] as const, ['until', until] as const].filter(([, value]) => value !== ''),
  );
}

/** @returns The instant at which a day begins, so many days later; empty for what is no day. */
function startOf(day: string, daysLater: number): string {
  const start = new Date(`${day}T00:00`);
  if (Number.isNaN(start.getTime())) return '';
  start.setDate(start.getDate() + daysLater);
  return start.toISOString();
}
