import type { Halt } from './hold';
import type { UnreadablePolicy } from './policy-layers';
import { NO_SIBLINGS, type SiblingPool } from './siblings';

/** What holds around a variant at the moment of a check. */
export interface CheckContext {
  /** What has stopped the kills of its persona; null where nothing has. */
  readonly halt: Halt | null;
  /** A policy that applies to it and can't be read in full; null where all can. */
  readonly unreadablePolicy: UnreadablePolicy | null;
  /** The live variants of its persona. */
  readonly siblings: SiblingPool;
  /** Whether its account's interactions arrive in steps, apart from the views: then evidence can't tell. */
  readonly interactionsStep: boolean;
}

export const NO_CONTEXT: CheckContext = Object.freeze({
  halt: null,
  unreadablePolicy: null,
  siblings: NO_SIBLINGS,
  interactionsStep: false,
});
