import { type EvidenceState, NO_EVIDENCE } from './evidence/state';
import type { Hold } from './hold';
import type { DataQuality } from './safety';
import type { Doubt, Sample } from './sample';

export const MONITORING_STATUSES = ['monitoring', 'killed', 'timed_out', 'stopped'] as const;
export type MonitoringStatus = (typeof MONITORING_STATUSES)[number];
/** The ways in which a session ends; it ends once. */
export type Outcome = Exclude<MonitoringStatus, 'monitoring'>;

/** The terms under which a variant is watched: they change by hand alone. */
export interface Session {
  readonly monitoringId: string;
  readonly variantId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  readonly postId: string;
  /** How its counters come: read by Cull from this platform, or pushed. */
  readonly source: 'threads' | 'http' | 'push';
  /** The account that the post is read through; null for the environment's, and for pushed samples. */
  readonly accountId: string | null;
  /** Expected engagement rate, (0, 1]. */
  readonly expectedEngagementRate: number;
  /**
   * The rate that evidence is compared with, where the expected one was learned: the lower end of its interval, so an
   * uncertain expectation makes the rule slower and never wronger. Null: the expected rate itself.
   */
  readonly expectedLow: number | null;
  /** When the variant was posted, epoch milliseconds. */
  readonly startedAt: number;
  /** Seconds by which somebody has made the window longer. */
  readonly extendedSeconds: number;
  /** Whether somebody has taken it out of the rules' reach. */
  readonly isProtected: boolean;
  /** [0, 1), drawn once from a keyed hash of the session: below `holdoutRate` its kill verdict is spared. */
  readonly holdoutDraw: number;
}

/** What has been learned of a live session. Replaced, never changed in place. */
export interface Progress {
  /** The last reading that was believed. */
  readonly sample: Sample | null;
  /** What the readings since the last believed one show; null where nothing contradicts that. Known to one worker alone. */
  readonly doubt: Doubt | null;
  /** Interactions in the last reading that came, believed or not. */
  readonly lastInteractions: number | null;
  readonly evidence: EvidenceState;
  /** When the variant went bad, epoch milliseconds, while a drop shows; null otherwise. */
  readonly wentBadAt: number | null;
  /** Whether a kill verdict was spared to measure the rest: it stays spared, whatever becomes of the rate. */
  readonly isSpared: boolean;
  /** Readings that were believed. */
  readonly checks: number;
  /** The longest time between two of them, milliseconds. */
  readonly longestGapMs: number;
  /** Samples in a row that breached a rule. */
  readonly breaches: number;
  readonly warned: boolean;
  readonly quality: DataQuality;
  /** Why the last kill that the rules asked for was not carried out; null where they asked for none. */
  readonly hold: Hold | null;
}

/** The account named default: that of the environment. */
export const DEFAULT_ACCOUNT = 'default';
/** What pushed samples come from. */
export const PUSH_SOURCE = 'push';

/** Names where the counters of a session come from: an account's id, `default`, or `push`. */
export function sourceOf({ source, accountId }: Pick<Session, 'source' | 'accountId'>): string {
  return source === 'push' ? PUSH_SOURCE : (accountId ?? DEFAULT_ACCOUNT);
}

export const NO_PROGRESS: Progress = Object.freeze({
  sample: null,
  doubt: null,
  lastInteractions: null,
  evidence: NO_EVIDENCE,
  wentBadAt: null,
  isSpared: false,
  checks: 0,
  longestGapMs: 0,
  breaches: 0,
  warned: false,
  quality: 'no_data',
  hold: null,
});

/** The moment from which on a session has timed out, epoch milliseconds. */
export function deadlineOf(
  { startedAt, extendedSeconds }: Pick<Session, 'startedAt' | 'extendedSeconds'>,
  { windowSeconds }: { readonly windowSeconds: number },
): number {
  return startedAt + (windowSeconds + extendedSeconds) * 1000;
}
