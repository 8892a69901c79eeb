import { channelOwner, type SendingChannel } from '@cull/db';
import type { SecretBox } from '@cull/process';
import type { Links } from './links';
import type { Outbound } from './outbound';

/** What sending works with. */
export interface SendContext {
  /** To addresses that people named. */
  readonly outbound: Outbound;
  /** To Slack, whose address the operator named. */
  readonly slack: Outbound;
  readonly slackApiUrl: string;
  /** Opens the secrets of channels. */
  readonly box: SecretBox;
  readonly links: Links;
  readonly now: () => number;
}

/** A channel with its secrets in clear, which stay in this process. */
export type OpenChannel = SendingChannel & {
  /** What signs, or Slack's bot token. */
  readonly secret: string;
  /** Also signs for a day after a rotation. */
  readonly oldSecret: string | null;
};
export type WebhookChannel = Extract<OpenChannel, { kind: 'webhook' }>;
export type SlackChannel = Extract<OpenChannel, { kind: 'slack' }>;

/** @throws SealError */
export function openChannel(box: SecretBox, channel: SendingChannel): OpenChannel {
  const owner = channelOwner(channel.id);
  const { sealedSecret, sealedOldSecret } = channel;
  return {
    ...channel,
    secret: box.open(sealedSecret, owner),
    oldSecret: sealedOldSecret === null ? null : box.open(sealedOldSecret, owner),
  };
}

/** The result of sending. */
export interface Sent {
  readonly status: number | null;
  /** What went wrong, for people; null where it arrived. */
  readonly error: string | null;
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
  /** Whether the receiver said that it wants nothing any more. */
  readonly isGone: boolean;
}
