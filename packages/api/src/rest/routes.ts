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
    summary: 'Tells that a variant was posted, and starts its monitoring. Safe to repeat.',
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
  'monitoring.kill': { method: 'POST', path: `${VARIANT}/kill`, summary: 'Kills a variant by hand.' },
  'monitoring.stop': {
    method: 'POST',
    path: `${VARIANT}/stop`,
    summary: 'Ends the monitoring, kills nothing.',
  },
  'monitoring.protect': {
    method: 'POST',
    path: `${VARIANT}/protect`,
    summary: 'Takes a variant out of the rules’ reach, or puts it back.',
  },
  'monitoring.extend': { method: 'POST', path: `${VARIANT}/extend`, summary: 'Makes the window longer.' },
  'monitoring.approve': {
    method: 'POST',
    path: `${VARIANT}/approve`,
    summary: 'Approves a kill that waits.',
  },
  'monitoring.dismiss': {
    method: 'POST',
    path: `${VARIANT}/dismiss`,
    summary: 'Declines a kill that waits, and protects the variant.',
  },
  'monitoring.revive': { method: 'POST', path: `${VARIANT}/revive`, summary: 'Takes a kill back.' },
  'monitoring.retrySteps': {
    method: 'POST',
    path: `${VARIANT}/retry-steps`,
    summary: 'Tries kill steps again that were given up.',
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
    summary: 'Each value that holds for a variant, persona or campaign, with the scope it comes from.',
  },
  'thresholds.list': { method: 'GET', path: '/thresholds', summary: 'The overrides in force.' },
  'thresholds.history': {
    method: 'GET',
    path: '/thresholds/history',
    summary: 'Every version of the overrides.',
  },
  'thresholds.presets': { method: 'GET', path: '/thresholds/presets', summary: 'Policies on offer.' },
  'thresholds.set': { method: 'PUT', path: '/thresholds', summary: 'Sets values for a scope.' },
  'thresholds.restore': {
    method: 'POST',
    path: '/thresholds/restore',
    summary: 'Gives a scope the values of one of its earlier versions.',
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
    summary: 'A persona’s reaction delay and dispersion, as its history tells.',
  },
  'insights.timeline': {
    method: 'GET',
    path: '/insights/timeline',
    summary: 'Kills over time by reason and persona, how fast they were, and what they avoided.',
  },
  'insights.trends': {
    method: 'GET',
    path: '/insights/trends',
    summary:
      'What each hour of the last day brought: posted, killed, passed, stopped, and how fast kills were.',
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
  'system.status': { method: 'GET', path: '/system', summary: 'Halts, shards, workers, sources and queues.' },
  'system.history': {
    method: 'GET',
    path: '/system/history',
    summary: 'How late ticks were, how fast the sources answered and kills came, over the last hours.',
  },
  'system.pause': {
    method: 'POST',
    path: '/system/pause',
    summary: 'Stops all kills by rules, or a persona’s.',
  },
  'system.resume': { method: 'POST', path: '/system/resume', summary: 'Ends a pause or a breaker.' },
  'accounts.list': {
    method: 'GET',
    path: '/accounts',
    summary: 'The profiles and endpoints that counters are read through, and how each does; never a token.',
  },
  'accounts.create': { method: 'POST', path: '/accounts', summary: 'Makes an account.' },
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
    summary: 'Lets the requests of an account go on.',
  },
  'accounts.remove': {
    method: 'POST',
    path: `${ACCOUNT}/remove`,
    summary: 'Removes an account that no live variant needs, and erases its token.',
  },
  'accounts.refreshToken': {
    method: 'POST',
    path: `${ACCOUNT}/refresh-token`,
    summary: 'Gets a new token for the old one now.',
  },
  'accounts.test': {
    method: 'POST',
    path: '/accounts/test',
    summary: 'Asks the source whether address and token work.',
  },
  'keys.list': { method: 'GET', path: '/keys', summary: 'The API keys, without the keys themselves.' },
  'keys.create': { method: 'POST', path: '/keys', summary: 'Makes an API key, which is shown this once.' },
  'keys.revoke': { method: 'POST', path: '/keys/{keyId}/revoke', summary: 'Ends a key at once.' },
  'keys.rotate': {
    method: 'POST',
    path: '/keys/{keyId}/rotate',
    summary: 'Puts a new key in the place of one, which goes on for a while.',
  },
  'channels.list': { method: 'GET', path: '/channels', summary: 'Webhooks and channels in Slack.' },
  'channels.createWebhook': {
    method: 'POST',
    path: '/channels/webhooks',
    summary: 'Makes a webhook; the secret that signs its messages is shown this once.',
  },
  'channels.createSlack': {
    method: 'POST',
    path: '/channels/slack',
    summary: 'Has a channel in Slack told.',
  },
  'channels.update': {
    method: 'PUT',
    path: CHANNEL,
    summary: 'Changes a channel, disables it or enables it again.',
  },
  'channels.rotateSecret': {
    method: 'POST',
    path: `${CHANNEL}/rotate-secret`,
    summary: 'A new secret for a webhook; the old one signs beside it for a day.',
  },
  'channels.replaceToken': {
    method: 'POST',
    path: `${CHANNEL}/replace-token`,
    summary: 'A new bot token for a channel in Slack.',
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
    summary: 'What channels were told, and how that went, newest first.',
  },
  'deliveries.get': {
    method: 'GET',
    path: '/deliveries/{deliveryId}',
    summary: 'One delivery with every attempt.',
  },
  'deliveries.replay': {
    method: 'POST',
    path: '/deliveries/{deliveryId}/replay',
    summary: 'Sends a message once more, under the same id.',
  },
  'deliveries.replayFailed': {
    method: 'POST',
    path: `${CHANNEL}/replay-failed`,
    summary: 'Sends everything once more that a channel did not take since an instant.',
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
    summary: 'What a person made that goes on without them: keys, open invitations, channels.',
  },
  'people.endSessions': {
    method: 'POST',
    path: '/people/{personId}/end-sessions',
    summary: 'Signs a person out everywhere.',
  },
  'people.resetSecondFactor': {
    method: 'POST',
    path: '/people/{personId}/reset-second-factor',
    summary: 'Takes the second factor away of somebody who has lost it.',
  },
  'people.invite': {
    method: 'POST',
    path: '/invitations',
    summary: 'Makes a link for somebody to come in by, which is shown this once.',
  },
  'people.invitations': { method: 'GET', path: '/invitations', summary: 'Who is or was invited.' },
  'people.withdraw': {
    method: 'POST',
    path: '/invitations/{invitationId}/withdraw',
    summary: 'Takes an invitation back.',
  },
};

/** The names in braces. */
export function pathFields({ path }: Route): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}
