import type { Hold } from './hold';
import type { DataQuality } from './safety';
import type { Sample, ViewsAt } from './sample';

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
  readonly source: 'threads' | 'push';
  /** Expected engagement rate, (0, 1]. */
  readonly expectedEngagementRate: number;
  /** When the variant was posted, epoch milliseconds. */
  readonly startedAt: number;
  /** Seconds by which somebody has made the window longer. */
  readonly extendedSeconds: number;
  /** Whether somebody has taken it out of the rules' reach. */
  readonly isProtected: boolean;
}

/** What has been learned of a live session. Replaced, never changed in place. */
export interface Progress {
  /** The last reading that was believed. */
  readonly sample: Sample | null;
  /** Interactions in the last reading that came, believed or not. */
  readonly lastInteractions: number | null;
  /** Views at the samples before, as far back as the policy's rules look; oldest first. */
  readonly history: readonly ViewsAt[];
  /** Samples in a row that breached a rule. */
  readonly breaches: number;
  readonly warned: boolean;
  readonly quality: DataQuality;
  /** Why the last kill that the rules asked for was not carried out; null where they asked for none. */
  readonly hold: Hold | null;
}

export const NO_PROGRESS: Progress = Object.freeze({
  sample: null,
  lastInteractions: null,
  history: [],
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
