import type { CullClient } from '@cull/client';
import type { Logger } from 'pino';
import type { DemoAccount } from './accounts';
import { AUDIENCES, type AudienceName, PERSONAS, type Persona } from './personas';
import { publish } from './publish';

/** A short window, so that time-outs are seen within a minute of the first start. */
const SPRINT = { id: 'sprint', windowSeconds: 45 } as const;
const CAMPAIGNS = ['autumn', 'newcomers', SPRINT.id] as const;
const OPENING_VARIANTS = 18;
const MAX_LIVE = 60;
const HOUR_MS = 3_600_000;

export interface Demo {
  readonly cull: CullClient;
  readonly apiUrl: string;
  /** Of the default account. */
  readonly accessToken: string;
  /** Those that personas post with; the others post with the default one. */
  readonly accounts: readonly DemoAccount[];
  readonly log: Logger;
  /** 0 to 1. */
  readonly random: () => number;
  readonly now: () => number;
}

/** Gives the sprint campaign its short window, as a growth team would. */
export async function prepare({ cull }: Demo): Promise<void> {
  await cull.thresholds.set.mutate({
    scope: { type: 'campaign', id: SPRINT.id },
    values: { windowSeconds: SPRINT.windowSeconds },
    note: 'Sprint posts live and die within a minute',
  });
}

/** Posts the first variants at once, so that there is something to see. */
export async function open(demo: Demo): Promise<void> {
  const variants = await Promise.all(Array.from({ length: OPENING_VARIANTS }, () => makeVariant(demo)));
  const { results } = await demo.cull.variants.postedMany.mutate({ variants });
  const refused = results.filter((result) => !result.ok);
  demo.log.info({ posted: results.length - refused.length, refused: refused.length }, 'opened the campaign');
}

/** Posts one more variant, unless enough are live. */
export async function postNext(demo: Demo): Promise<void> {
  const { items } = await demo.cull.monitoring.list.query({ status: 'monitoring', limit: MAX_LIVE });
  if (items.length >= MAX_LIVE) return;
  const variant = await makeVariant(demo);
  const { variantId, created } = await demo.cull.variants.posted.mutate(variant);
  demo.log.debug({ variantId, created }, 'posted a variant');
}

async function makeVariant({ apiUrl, accessToken, accounts, random, now }: Demo) {
  const persona = pick(PERSONAS, random);
  const content = pick(persona.texts, random);
  const account = accounts.find(({ personaId }) => personaId === persona.id);
  const publisher = { apiUrl, accessToken: account?.accessToken ?? accessToken };
  const userId = account === undefined ? persona.id : 'me';
  const postId = await publish(publisher, userId, content, pickAudience(random));
  return {
    variantId: `${persona.id}-${now().toString(36)}${Math.floor(random() * 1296).toString(36)}`,
    personaId: persona.id,
    campaignId: pick(CAMPAIGNS, random),
    postId,
    content,
    expectedEngagementRate: persona.expectedEngagementRate,
    costPerView: persona.costPerView,
    scheduledPosts: repostsOf(persona, random, now()),
  };
}

/** Most variants have reposts planned for the coming hours. */
function repostsOf({ id }: Persona, random: () => number, now: number) {
  return Array.from({ length: Math.floor(random() * 4) }, (_, index) => ({
    id: `${id}-repost-${index + 1}`,
    publishAt: new Date(now + (index + 1) * 6 * HOUR_MS).toISOString(),
  }));
}

function pickAudience(random: () => number): AudienceName {
  let rest = random() * AUDIENCES.reduce((sum, { weight }) => sum + weight, 0);
  for (const { name, weight } of AUDIENCES) {
    rest -= weight;
    if (rest < 0) return name;
  }
  return 'average';
}

function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
