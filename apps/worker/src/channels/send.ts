import type { SendingChannel } from '@cull/db';
import type { Links } from './links';
import type { Outbound } from './outbound';

/** What sending works with. */
export interface SendContext {
  /** To addresses that people named. */
  readonly outbound: Outbound;
  /** To Slack, whose address the operator named. */
  readonly slack: Outbound;
  readonly slackApiUrl: string;
  readonly links: Links;
  readonly now: () => number;
}

export type WebhookChannel = Extract<SendingChannel, { kind: 'webhook' }>;
export type SlackChannel = Extract<SendingChannel, { kind: 'slack' }>;

/** What came of sending. */
export interface Sent {
  readonly status: number | null;
  /** What went wrong, for people; null where it arrived. */
  readonly error: string | null;
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
  /** Whether the receiver said that it wants nothing any more. */
  readonly isGone: boolean;
}
