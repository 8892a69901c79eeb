import type { Halt } from './hold';
import { NO_SIBLINGS, type SiblingPool } from './siblings';

/** What holds around a variant at the moment of a check. */
export interface CheckContext {
  /** What has stopped the kills of its persona; null where nothing has. */
  readonly halt: Halt | null;
  /** The live variants of its persona. */
  readonly siblings: SiblingPool;
  /** Whether its account's interactions arrive in steps, apart from the views: then evidence can't tell. */
  readonly interactionsStep: boolean;
}

export const NO_CONTEXT: CheckContext = Object.freeze({
  halt: null,
  siblings: NO_SIBLINGS,
  interactionsStep: false,
});
