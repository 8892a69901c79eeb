/** How a procedure is reached without tRPC. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/v1`; names in braces are fields of the input. */
  readonly path: `/${string}`;
  /** One line for the documentation. */
  readonly summary: string;
}

const VARIANT = '/monitoring/{variantId}';
const CHANNEL = '/channels/{channelId}';
const ACCOUNT = '/accounts/{accountId}';

/** Every procedure but the subscriptions; a new one without a route fails the tests. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'variants.posted': {
    method: 'POST',
    path: '/variants',
    summary: 'Records that a variant was posted and starts its monitoring. Safe to repeat.',
  },
  'variants.postedMany': {
    method: 'POST',
    path: '/variants/batch',
    summary: 'The same for up to 1,000 variants, answered item by item. Safe to repeat.',
  },
  'metrics.ingest': {
    method: 'POST',
    path: '/metrics',
    summary: 'Takes pushed counters, answered item by item. Safe to repeat.',
  },
  'monitoring.list': { method: 'GET', path: '/monitoring', summary: 'Lists sessions.' },
  'monitoring.status': {
    method: 'GET',
    path: VARIANT,
    summary: 'The newest session of a variant, or the one asked for.',
  },
  'monitoring.facets': {
    method: 'GET',
    path: '/sessions/facets',
    summary: 'The personas and campaigns of live sessions, with how many each has.',
  },
  'monitoring.fleet': {
    method: 'GET',
    path: '/sessions/fleet',
    summary: 'Every live variant in a few figures: interactions due and received, and its verdict.',
  },
  'monitoring.explain': {
    method: 'GET',
    path: `${VARIANT}/explanation`,
    summary: 'Why a variant was killed, or why not yet: every condition with its numbers.',
  },
  'monitoring.variant': {
    method: 'GET',
    path: '/variants/{variantId}',
    summary: 'A variant with its text, its place in the pool and its scheduled posts.',
  },
  'monitoring.curve': {
    method: 'GET',
    path: '/sessions/{monitoringId}/curve',
    summary: 'The engagement rate over time, with markers.',
  },
  'monitoring.sparklines': {
    method: 'POST',
    path: '/sessions/sparklines',
    summary: 'The engagement rates of the last minute of several sessions, for lists.',
  },
  'monitoring.kill': { method: 'POST', path: `${VARIANT}/kill`, summary: 'Kills a variant.' },
  'monitoring.stop': {
    method: 'POST',
    path: `${VARIANT}/stop`,
    summary: 'Ends monitoring without a kill.',
  },
  'monitoring.protect': {
    method: 'POST',
    path: `${VARIANT}/protect`,
    summary: 'Protects a variant from automatic kills, or ends the protection.',
  },
  'monitoring.extend': {
    method: 'POST',
    path: `${VARIANT}/extend`,
    summary: 'Extends the monitoring window.',
  },
  'monitoring.approve': {
    method: 'POST',
    path: `${VARIANT}/approve`,
    summary: 'Approves a pending kill.',
  },
  'monitoring.dismiss': {
    method: 'POST',
    path: `${VARIANT}/dismiss`,
    summary: 'Dismisses a pending kill and protects the variant.',
  },
  'monitoring.revive': {
    method: 'POST',
    path: `${VARIANT}/revive`,
    summary: 'Restores a killed variant to the pool.',
  },
  'monitoring.retrySteps': {
    method: 'POST',
    path: `${VARIANT}/retry-steps`,
    summary: 'Retries failed kill steps.',
  },
  'decisions.list': { method: 'GET', path: '/decisions', summary: 'Lists decisions, newest first.' },
  'decisions.get': {
    method: 'GET',
    path: '/decisions/{decisionId}',
    summary: 'One decision with its explanation.',
  },
  'events.list': { method: 'GET', path: '/events', summary: 'Everything that happened, newest first.' },
  'thresholds.effective': {
    method: 'GET',
    path: '/thresholds/effective',
    summary: 'Each value that applies to a variant, persona or campaign, with the scope it comes from.',
  },
  'thresholds.list': { method: 'GET', path: '/thresholds', summary: 'The active overrides.' },
  'thresholds.history': {
    method: 'GET',
    path: '/thresholds/history',
    summary: 'Every version of the overrides.',
  },
  'thresholds.presets': {
    method: 'GET',
    path: '/thresholds/presets',
    summary: 'Presets: ready-made policies.',
  },
  'thresholds.set': { method: 'PUT', path: '/thresholds', summary: 'Sets values for a scope.' },
  'thresholds.restore': {
    method: 'POST',
    path: '/thresholds/restore',
    summary: 'Restores an earlier version of an override.',
  },
  'thresholds.clear': {
    method: 'POST',
    path: '/thresholds/clear',
    summary: 'Clears the override of a scope.',
  },
  'thresholds.preview': {
    method: 'POST',
    path: '/thresholds/preview',
    summary: 'What other values would have done with the recorded history; changes nothing.',
  },
  'thresholds.sweep': {
    method: 'POST',
    path: '/thresholds/sweep',
    summary: 'What each kill ratio would have done with the recorded history; changes nothing.',
  },
  'pool.list': {
    method: 'GET',
    path: '/pool',
    summary: 'The variants still in the pool, with their scheduled posts.',
  },
  'insights.calibration': {
    method: 'GET',
    path: '/insights/calibration',
    summary: 'Expected against realized engagement rates.',
  },
  'insights.outcomes': {
    method: 'GET',
    path: '/insights/outcomes',
    summary: 'What became of the variants: killed or not, how far from expected, and when.',
  },
  'insights.reactions': {
    method: 'GET',
    path: '/insights/reactions',
    summary: 'A persona’s reaction delay and dispersion, estimated from its history.',
  },
  'insights.timeline': {
    method: 'GET',
    path: '/insights/timeline',
    summary: 'Kills over time by reason and persona, how fast they were, and what they avoided.',
  },
  'insights.trends': {
    method: 'GET',
    path: '/insights/trends',
    summary: 'Each hour of the last day: posted, killed, passed, stopped, and how fast kills were.',
  },
  'insights.kills': {
    method: 'GET',
    path: '/insights/kills',
    summary: 'Kills and false kills, by persona and rule.',
  },
  'insights.spared': {
    method: 'GET',
    path: '/insights/spared',
    summary: 'How right kill verdicts are and what kills avoid, measured on those spared at random.',
  },
  'insights.costs': {
    method: 'GET',
    path: '/insights/costs',
    summary: 'How many false kills a day each rule is expected to make.',
  },
  'insights.notices': {
    method: 'GET',
    path: '/insights/notices',
    summary: 'What to know about how variants are judged, each with what would end it.',
  },
  'system.status': {
    method: 'GET',
    path: '/system',
    summary: 'Suspensions, shards, workers, sources and queues.',
  },
  'system.history': {
    method: 'GET',
    path: '/system/history',
    summary: 'How late ticks were, how fast the sources answered and kills came, over the last hours.',
  },
  'system.pause': {
    method: 'POST',
    path: '/system/pause',
    summary: 'Pauses all automatic kills, or those of a persona.',
  },
  'system.resume': { method: 'POST', path: '/system/resume', summary: 'Ends a pause or a circuit breaker.' },
  'accounts.list': {
    method: 'GET',
    path: '/accounts',
    summary: 'The profiles and endpoints that counters are read through, and how each does; never a token.',
  },
  'accounts.create': { method: 'POST', path: '/accounts', summary: 'Creates an account.' },
  'accounts.update': {
    method: 'PUT',
    path: ACCOUNT,
    summary: 'Changes an account; what is left out stays as it is.',
  },
  'accounts.pause': {
    method: 'POST',
    path: `${ACCOUNT}/pause`,
    summary: 'Stops all requests of an account.',
  },
  'accounts.resume': {
    method: 'POST',
    path: `${ACCOUNT}/resume`,
    summary: 'Resumes the requests of an account.',
  },
  'accounts.remove': {
    method: 'POST',
    path: `${ACCOUNT}/remove`,
    summary: 'Removes an account that no live variant needs, and erases its token.',
  },
  'accounts.refreshToken': {
    method: 'POST',
    path: `${ACCOUNT}/refresh-token`,
    summary: 'Refreshes the token of an account.',
  },
  'accounts.test': {
    method: 'POST',
    path: '/accounts/test',
    summary: 'Tests whether the address and token of an account work.',
  },
  'keys.list': { method: 'GET', path: '/keys', summary: 'The API keys, without the keys themselves.' },
  'keys.create': {
    method: 'POST',
    path: '/keys',
    summary: 'Creates an API key. The secret is returned once.',
  },
  'keys.revoke': { method: 'POST', path: '/keys/{keyId}/revoke', summary: 'Revokes a key immediately.' },
  'keys.rotate': {
    method: 'POST',
    path: '/keys/{keyId}/rotate',
    summary: 'Replaces a key. The old one keeps working for a while.',
  },
  'channels.list': { method: 'GET', path: '/channels', summary: 'Webhooks and Slack channels.' },
  'channels.createWebhook': {
    method: 'POST',
    path: '/channels/webhooks',
    summary: 'Creates a webhook. Its signing secret is returned once.',
  },
  'channels.createSlack': {
    method: 'POST',
    path: '/channels/slack',
    summary: 'Creates a Slack channel.',
  },
  'channels.update': {
    method: 'PUT',
    path: CHANNEL,
    summary: 'Changes a channel, disables it or enables it again.',
  },
  'channels.rotateSecret': {
    method: 'POST',
    path: `${CHANNEL}/rotate-secret`,
    summary: 'Creates a new secret for a webhook. The old one also signs for another day.',
  },
  'channels.replaceToken': {
    method: 'POST',
    path: `${CHANNEL}/replace-token`,
    summary: 'Replaces the bot token of a Slack channel.',
  },
  'channels.remove': {
    method: 'POST',
    path: `${CHANNEL}/remove`,
    summary: 'Removes a channel and the log of its deliveries.',
  },
  'channels.test': { method: 'POST', path: `${CHANNEL}/test`, summary: 'Sends a test message.' },
  'deliveries.list': {
    method: 'GET',
    path: '/deliveries',
    summary: 'Deliveries and their results, newest first.',
  },
  'deliveries.get': {
    method: 'GET',
    path: '/deliveries/{deliveryId}',
    summary: 'One delivery with every attempt.',
  },
  'deliveries.replay': {
    method: 'POST',
    path: '/deliveries/{deliveryId}/replay',
    summary: 'Sends a message again, under the same id.',
  },
  'deliveries.replayFailed': {
    method: 'POST',
    path: `${CHANNEL}/replay-failed`,
    summary: 'Sends again everything that a channel has not accepted since a given time.',
  },
  'audit.list': {
    method: 'GET',
    path: '/audit',
    summary: 'Who did what, when, to what, from where and why, newest first.',
  },
  'people.list': { method: 'GET', path: '/people', summary: 'Who may sign in, as what, and how.' },
  'people.setRole': {
    method: 'POST',
    path: '/people/{personId}/role',
    summary: 'Gives a person a role; the last admin keeps theirs.',
  },
  'people.remove': {
    method: 'POST',
    path: '/people/{personId}/remove',
    summary:
      'Removes a person, with their sessions and, unless kept, the keys they made and the open invitations they sent; the last admin stays.',
  },
  'people.made': {
    method: 'GET',
    path: '/people/{personId}/made',
    summary: 'What remains of a person after their removal: keys, open invitations, channels.',
  },
  'people.endSessions': {
    method: 'POST',
    path: '/people/{personId}/end-sessions',
    summary: 'Signs a person out everywhere.',
  },
  'people.resetSecondFactor': {
    method: 'POST',
    path: '/people/{personId}/reset-second-factor',
    summary: 'Resets the second factor of somebody who lost it.',
  },
  'people.invite': {
    method: 'POST',
    path: '/invitations',
    summary: 'Invites a person. The link is returned once.',
  },
  'people.invitations': { method: 'GET', path: '/invitations', summary: 'Who is or was invited.' },
  'people.withdraw': {
    method: 'POST',
    path: '/invitations/{invitationId}/withdraw',
    summary: 'Withdraws an invitation.',
  },
};

/** The names in braces. */
export function pathFields({ path }: Route): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
