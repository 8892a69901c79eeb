import type { PolicyValues, ScopeType } from '@cull/core';
import { create } from 'zustand';
import type { Draft } from './draft';
import type { ChosenScope } from './scopes';

/** An override that applies, as the API reports it. */
export interface AppliedScope {
  readonly type: ScopeType;
  readonly id: string;
  readonly version: number;
  readonly values: PolicyValues;
  readonly expiresAt: string | null;
}

/** Which version of a scope's override somebody has seen. */
export type ScopeVersion = Pick<AppliedScope, 'type' | 'id' | 'version'>;

/** For how long an override is to hold: as it does now, until somebody changes it, or for so many hours. */
export type Lasting = 'as it is' | 'until changed' | number;

/** What somebody has entered and not saved yet. */
export interface OverrideDraft {
  readonly entered: Draft;
  readonly note: string;
  readonly lasting: Lasting;
  /** Which of the subject's scopes it is for; null for the one that is offered first. */
  readonly scopeType: ScopeType | null;
  /** The overrides that were active when the editing began; null before. */
  readonly basis: readonly ScopeVersion[] | null;
}

export const NO_DRAFT: OverrideDraft = {
  entered: {},
  note: '',
  lasting: 'as it is',
  scopeType: null,
  basis: null,
};

interface Drafts {
  readonly drafts: Readonly<Record<string, OverrideDraft>>;
}

/** By what they are of: who looks at another scope or page meanwhile finds them again. */
const useDrafts = create<Drafts>()(() => ({ drafts: {} }));

/**
 * The draft of a subject's override, and a way to change it.
 * @param subject Any text that tells subjects apart.
 */
export function useOverrideDraft(
  subject: string,
): [OverrideDraft, (change: (draft: OverrideDraft) => OverrideDraft) => void] {
  const draft = useDrafts(({ drafts }) => drafts[subject]) ?? NO_DRAFT;
  return [
    draft,
    (change) =>
      useDrafts.setState(({ drafts }) => ({
        drafts: { ...drafts, [subject]: change(drafts[subject] ?? NO_DRAFT) },
      })),
  ];
}

/** What somebody did to a scope's override besides: they have seen the version that came of it, and no other in between. */
export interface OwnChange {
  readonly scope: ChosenScope;
  /** The version that they saw. */
  readonly from: number;
  /** The version that came of it; null where nothing is active any more. */
  readonly to: number | null;
}

/** Moves the basis of all drafts on: one's own change must not be taken for somebody else's. */
export function moveOn(change: OwnChange): void {
  useDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(
      Object.entries(drafts).map(([subject, draft]) => [
        subject,
        draft.basis === null ? draft : { ...draft, basis: movedOn(draft.basis, change) },
      ]),
    ),
  }));
}

/** The versions seen after a change of one's own; the same where somebody else's stands between them and it. */
export function movedOn(
  basis: readonly ScopeVersion[],
  { scope: { type, id = '' }, from, to }: OwnChange,
): readonly ScopeVersion[] {
  const isIt = (seen: ScopeVersion) => seen.type === type && seen.id === id;
  const before = basis.find(isIt);
  if (before !== undefined && before.version !== from) return basis;
  const others = basis.filter((seen) => !isIt(seen));
  return to === null ? others : [...others, { type, id, version: to }];
}
