import type { PolicyValues, ScopeType } from '@cull/core';
import { create } from 'zustand';
import type { Draft } from './draft';

/** An override that applies, as the API tells of it. */
export interface AppliedScope {
  readonly type: ScopeType;
  readonly id: string;
  readonly version: number;
  readonly values: PolicyValues;
  readonly expiresAt: string | null;
}

/** For how long an override is to hold: as it does now, until somebody changes it, or for so many hours. */
export type Lasting = 'as it is' | 'until changed' | number;

/** What somebody has entered and not saved yet. */
export interface OverrideDraft {
  readonly entered: Draft;
  readonly note: string;
  readonly lasting: Lasting;
  /** The overrides that were in force when the editing began; null before. */
  readonly basis: readonly AppliedScope[] | null;
}

export const NO_DRAFT: OverrideDraft = { entered: {}, note: '', lasting: 'as it is', basis: null };

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
