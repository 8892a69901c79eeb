import type { ClaimedDelivery, Thread } from '@cull/db';
import { z } from 'zod';
import type { SendContext, Sent, SlackChannel } from './send';
import { slackMessage } from './slack-message';

/** What happens within this time after the last message belongs to the same incident. */
const INCIDENT_MS = 600_000;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), ts: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

/**
 * Sends all that is due as one message: under the incident's first one where there is an incident, else as the first.
 * @returns The result, and the thread that the next message belongs to.
 */
export async function sendToSlack(
  { slack, slackApiUrl, links, now }: SendContext,
  channel: SlackChannel,
  deliveries: readonly ClaimedDelivery[],
): Promise<{ readonly sent: Sent; readonly thread: Thread | null }> {
  const at = now();
  const incident = channel.thread !== null && at - channel.thread.at <= INCIDENT_MS ? channel.thread : null;
  const message = slackMessage(deliveries, links);
  const answer = await slack.post(
    `${slackApiUrl}/chat.postMessage`,
    { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${channel.secret}` },
    JSON.stringify({
      channel: channel.slackChannel,
      ...message,
      unfurl_links: false,
      ...(incident !== null && { thread_ts: incident.id }),
    }),
  );
  const { status, retryAfterMs, durationMs } = answer;
  const said = readAnswer(answer.text);
  const error = answer.error ?? (said?.ok ? null : `Slack answered ${said?.error ?? status}`);
  return {
    sent: { status, error, retryAfterMs, durationMs, isGone: false },
    thread: said?.ok ? { id: incident?.id ?? said.ts, at } : channel.thread,
  };
}

function readAnswer(text: string): z.output<typeof answerSchema> | null {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
