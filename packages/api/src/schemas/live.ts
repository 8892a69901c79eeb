import { z } from 'zod';
import { eventIdSchema, type eventOutput } from './events';
import type { HaltOutput } from './system';

const MAX_WATCHED = 200;

const lastEventId = eventIdSchema
  .nullish()
  .describe('Continue after this event. Without it, the newest events come first.');
const watch = z.array(z.uuid()).max(MAX_WATCHED).describe('The sessions on screen.');

export const liveVariantsInput = z.strictObject({ monitoringIds: watch });
export const liveEventsInput = z.strictObject({ lastEventId }).optional();
export const liveDashboardInput = z.strictObject({ watch, lastEventId });

/** The latest of a watched session. */
export interface PointFrame {
  monitoringId: string;
  status: 'monitoring' | 'killed' | 'timed_out' | 'stopped';
  at: string | null;
  views: number | null;
  interactions: number | null;
  engagementRate: number | null;
  risk: number;
  warned: boolean;
  dataQuality: string;
  deadlineAt: string;
  /** Interactions that a healthy variant would have so far; null before the first reading. */
  interactionsDue: number | null;
  /** When the variant went bad; null while no drop shows. */
  wentBadAt: string | null;
}

/** The strip's figures. Endings and latencies are those of the last 24 hours. */
export interface OverviewFrame {
  at: string;
  monitoring: number;
  warned: number;
  killed: number;
  timedOut: number;
  stopped: number;
  killLatencyP50Ms: number | null;
  killLatencyP95Ms: number | null;
  newestSampleAt: string | null;
  /**
   * Views that the automatic kills of the last 24 hours avoided, with their 95% interval, measured on the variants spared in
   * the last 7 days; null while too few were.
   */
  viewsAvoided: { value: number; low: number; high: number } | null;
  /** Live variants whose kill waits for a person. */
  waitingForApproval: number;
  /** What stops automatic kills. */
  halts: HaltOutput[];
}

/** An entry of the event log. */
export type EventFrame = z.output<typeof eventOutput>;

/** What the dashboard's one stream carries. */
export type DashboardFrame =
  | { type: 'overview'; overview: OverviewFrame }
  | { type: 'variants'; at: string; points: PointFrame[] }
  | { type: 'event'; event: EventFrame };
