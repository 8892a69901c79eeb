import type { AppRouter } from '@cull/api';
import type { inferRouterOutputs } from '@trpc/server';

export type Notice = inferRouterOutputs<AppRouter>['insights']['notices']['items'][number];

/** The notices of one persona; null for those of everything that is read from one account. */
export interface PersonaNotices {
  readonly personaId: string | null;
  readonly notices: readonly Notice[];
}

/** When notices were put away, in epoch milliseconds, by what they are about. */
export type Dismissed = Readonly<Record<string, number>>;

/** What was put away comes back after a day, if it is still so. */
const AWAY_MS = 86_400_000;

/** Returns what a notice is about, whatever its figures are. */
export function subjectOf({ kind, personaId }: Pick<Notice, 'kind' | 'personaId'>): string {
  return `${kind} ${personaId ?? ''}`;
}

/** Returns the notices that are to be shown, by persona, in their order. @param now Epoch milliseconds. */
export function byPersona(
  notices: readonly Notice[],
  dismissed: Dismissed,
  now: number,
): readonly PersonaNotices[] {
  const groups = new Map<string | null, Notice[]>();
  for (const notice of notices) {
    const at = dismissed[subjectOf(notice)];
    if (at !== undefined && now - at < AWAY_MS) continue;
    groups.set(notice.personaId, [...(groups.get(notice.personaId) ?? []), notice]);
  }
  return [...groups].map(([personaId, own]) => ({ personaId, notices: own }));
}

/** Returns what is put away once these are, without what is back. */
export function dismissing(dismissed: Dismissed, notices: readonly Notice[], now: number): Dismissed {
  const still = Object.entries(dismissed).filter(([, at]) => now - at < AWAY_MS);
  return { ...Object.fromEntries(still), ...Object.fromEntries(notices.map((own) => [subjectOf(own), now])) };
}
