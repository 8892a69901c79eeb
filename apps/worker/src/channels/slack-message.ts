import { formatCountOf, formatRate } from '@cull/core';
import type { ClaimedDelivery } from '@cull/db';
import { z } from 'zod';
import type { Links } from './links';

/** A message in Slack: blocks for the channel, a text for the notification on a phone. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly { readonly type: 'section'; readonly text: { type: 'mrkdwn'; text: string } }[];
}

/** Kills beyond this many are counted, not listed. */
const LISTED_KILLS = 10;
/** What else may happen at once is listed up to here. */
const LISTED_OTHERS = 10;
const SHOWN_ID_CHARACTERS = 60;
/** Slack's own limit on a section is 3,000. */
const SECTION_CHARACTERS = 2_900;

const killSchema = z.object({
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  reason: z.string(),
  text: z.string(),
  views: z.number().nullable(),
  interactions: z.number().nullable(),
  engagementRate: z.number().nullable(),
  expectedEngagementRate: z.number(),
  campaignId: z.string().nullish(),
});
type Kill = z.output<typeof killSchema>;

/**
 * Folds what is due for a channel into one message: a single kill whole, many as a list with how many there are.
 * @param deliveries At least one, oldest first.
 */
export function slackMessage(deliveries: readonly ClaimedDelivery[], links: Links): SlackMessage {
  const kills: Kill[] = [];
  const others: string[] = [];
  for (const { eventType, data } of deliveries) {
    const kill = eventType === 'variant.killed' ? killSchema.safeParse(data) : undefined;
    if (kill?.success) kills.push(kill.data);
    else others.push(otherLine(eventType, data, links));
  }
  const sections = [...killSections(kills, links), ...listed(others)];
  return {
    // Where there is no room for blocks, as in notifications.
    text: escaped(headline(kills, deliveries)),
    blocks: sections.map((text) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: text.slice(0, SECTION_CHARACTERS) },
    })),
  };
}

function headline(kills: readonly Kill[], deliveries: readonly ClaimedDelivery[]): string {
  const [kill, ...more] = kills;
  if (kill === undefined) return deliveries.map(({ eventType, data }) => wordsOf(eventType, data)).join(', ');
  return more.length === 0 ? `${kill.variantId}: ${kill.text}` : `${kills.length} variants killed`;
}

function killSections(kills: readonly Kill[], links: Links): readonly string[] {
  const [kill, ...more] = kills;
  if (kill === undefined) return [];
  if (more.length === 0) return [wholeKill(kill, links)];
  const hidden = kills.length - LISTED_KILLS;
  return [
    `:octagonal_sign: *${kills.length} variants killed* (${countsBy(kills)})`,
    ...kills.slice(0, LISTED_KILLS).map((each) => `• ${linkTo(each, links)}: ${figures(each)}`),
    ...(hidden > 0 ? [`and ${hidden} more: ${link(links.dashboard, 'see them all')}`] : []),
  ];
}

function wholeKill(kill: Kill, links: Links): string {
  const { variantId, monitoringId } = kill;
  const campaign = kill.campaignId ? `, campaign ${escaped(kill.campaignId)}` : '';
  return [
    `:octagonal_sign: *${linkTo(kill, links)} killed* (persona ${escaped(kill.personaId)}${campaign})`,
    escaped(kill.text),
    figures(kill),
    `${link(links.session(variantId, monitoringId), 'See the curve')}  ·  ${link(links.undo(variantId, monitoringId), 'Undo')}`,
  ].join('\n');
}

function linkTo({ variantId, monitoringId }: Kill, links: Links): string {
  return link(links.session(variantId, monitoringId), shortened(variantId));
}

function figures({ views, interactions, engagementRate, expectedEngagementRate }: Kill): string {
  const expected = `${formatRate(expectedEngagementRate)} expected`;
  if (views === null || interactions === null || engagementRate === null) return `no counters, ${expected}`;
  const counts = `${formatCountOf(interactions, 'interaction')} from ${formatCountOf(views, 'view')}`;
  return `ER ${formatRate(engagementRate)}, ${expected}; ${counts}`;
}

function countsBy(kills: readonly Kill[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of kills) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason.replaceAll('_', ' ')}`).join(', ');
}

function listed(others: readonly string[]): readonly string[] {
  const hidden = others.length - LISTED_OTHERS;
  return [...others.slice(0, LISTED_OTHERS), ...(hidden > 0 ? [`and ${hidden} more events`] : [])];
}

const WORDS: Readonly<Record<string, string>> = {
  'variant.monitoring_started': 'Monitoring started',
  'variant.warned': 'Below the warn threshold',
  'variant.killed': 'Killed',
  'variant.approval_requested': 'Approve this kill?',
  'variant.would_have_killed': 'Kill blocked',
  'variant.kill_failed': 'Kill incomplete',
  'variant.timed_out': 'Window ended',
  'variant.stopped': 'Stopped',
  'variant.revived': 'Restored',
  'variant.holdout_ended': 'Spared variant: window ended',
  'kills.paused': 'Auto-kill is paused',
  'kills.resumed': 'Auto-kill is on again',
  'breaker.tripped': 'The circuit breaker tripped: auto-kill is paused',
  'breaker.reset': 'The circuit breaker is reset: auto-kill is on again',
  'source.unhealthy': 'Nothing is read through an account',
  'source.healthy': 'An account is read again',
  'account.token_expiring': 'The token of an account expires soon',
  'account.budget_low': 'The budget of an account is running low',
  'engine.behind': 'Variants are checked less often than planned',
  'engine.caught_up': 'Variants are checked as planned again',
  'policy.unreadable': 'Thresholds can’t be read',
  'channel.disabled': 'Channel disabled',
  test: 'Test',
};

function wordsOf(eventType: string, { cause, reminder }: ClaimedDelivery['data']): string {
  if (eventType === 'variant.warned' && cause === 'drop') return 'Went bad';
  if (eventType === 'kills.paused' && reminder === true) return 'Auto-kill is still paused';
  return WORDS[eventType] ?? eventType;
}

const detailsSchema = z.object({
  variantId: z.string().optional(),
  text: z.string().optional(),
  reason: z.string().optional(),
  error: z.string().nullish(),
  detail: z.string().nullish(),
  step: z.string().optional(),
  channel: z.string().optional(),
  expiresAt: z.iso.datetime().optional(),
  onExpiry: z.string().optional(),
});

function otherLine(eventType: string, data: ClaimedDelivery['data'], links: Links): string {
  const details = detailsSchema.catch({}).parse(data);
  const { variantId, text, reason, error, detail, step, channel } = details;
  const subject = variantId === undefined ? '' : ` ${link(links.variant(variantId), shortened(variantId))}`;
  const said = [step, channel, text ?? reason, error, text === undefined ? detail : null].filter(
    (part) => part != null && part !== '',
  );
  const line = `*${wordsOf(eventType, data)}*${subject}${said.length === 0 ? '' : `: ${escaped(said.join(', '))}`}`;
  return eventType === 'variant.approval_requested' ? `${line}\n${answerLine(details, links)}` : line;
}

/** Slack shows the time in the reader's own time zone. */
function answerLine({ expiresAt, onExpiry }: z.output<typeof detailsSchema>, links: Links): string {
  const answer = link(links.approvals, 'Approve or dismiss');
  if (expiresAt === undefined) return answer;
  const outcome = onExpiry === 'kill' ? 'is killed' : 'stays';
  return `${answer} until <!date^${Math.floor(Date.parse(expiresAt) / 1000)}^{time_secs}|${expiresAt}>; without an answer the variant ${outcome}`;
}

function shortened(id: string): string {
  return id.length > SHOWN_ID_CHARACTERS ? `${id.slice(0, SHOWN_ID_CHARACTERS)}…` : id;
}

function link(url: string, words: string): string {
  return `<${escaped(url)}|${escaped(words)}>`;
}

/** Slack's own three special characters. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
