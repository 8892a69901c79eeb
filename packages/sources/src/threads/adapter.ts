import { z } from 'zod';
import { authorization, baseUrlSchema, type SourceAccount, type SourceDependencies } from '../account';
import { createClient } from '../client';
import { needs, parseConfig, SourceConfigError } from '../config-error';
import { parseAs } from '../json';
import type { SourceClient } from '../port';
import { createRedact } from '../secrets';
import { createTransport } from '../transport/transport';
import { createUsageMemory } from '../usage-memory';
import { MAX_BATCH_CALLS } from './batch';
import { createGraphCaller } from './caller';
import { createLimitScope } from './limit-scope';
import { readBatch, readPost } from './read';
import { removePost } from './remove';

const DEFAULT_URL = 'https://graph.threads.net';
/** 4,800 for each impression of the last 24 hours; the API counts at least 10 impressions. */
const CALLS_PER_DAY = 48_000;
const CALLS_PER_VIEW = 4_800;
const REMOVALS_PER_DAY = 100;

/** The options of an account at Threads. */
export const threadsOptionsSchema = z
  .strictObject(
    {
      /** Read up to 50 posts with one request. No batch endpoint is documented for graph.threads.net. */
      batch: z.boolean({ error: needs('true or false') }).default(false),
    },
    { error: needs('an object with batch, or nothing') },
  )
  .nullish()
  .transform((options) => options ?? { batch: false });

const meSchema = z.object({ id: z.string({ error: 'an id' }).min(1, 'an id') }, { error: 'an object' });

/**
 * A client of the Threads Graph API, or of a server that speaks the same.
 *
 * @throws SourceConfigError that names the field.
 */
export function createThreadsSource(account: SourceAccount, dependencies: SourceDependencies): SourceClient {
  const { batch } = parseConfig(threadsOptionsSchema, 'options', account.options);
  const baseUrl = new URL(parseConfig(baseUrlSchema, 'baseUrl', account.baseUrl ?? DEFAULT_URL));
  const { accessToken } = account;
  if (accessToken === null) throw new SourceConfigError('accessToken', 'is missing; Threads needs one');
  const { now = Date.now, lookup } = dependencies;
  const transport = createTransport(authorization(accessToken), lookup);
  const usage = createUsageMemory(now);
  const caller = createGraphCaller(baseUrl, transport, usage, now);
  const limits = createLimitScope();
  const source: SourceClient = {
    capabilities: {
      postsPerRequest: batch ? MAX_BATCH_CALLS : 1,
      canRemove: true,
      callsPerDay: CALLS_PER_DAY,
      callsPerView: CALLS_PER_VIEW,
      removalsPerDay: REMOVALS_PER_DAY,
    },
    async read(postIds, options) {
      const sentAt = now();
      const readings = batch
        ? await readBatch(caller, postIds, options)
        : await Promise.all(postIds.map((postId) => readPost(caller, postId, options)));
      return limits.judge(readings, sentAt, now());
    },
    remove: (postId, options) => removePost(caller, postId, options),
    async test(options) {
      const answer = await caller.send({ method: 'GET', path: 'me?fields=id' }, options);
      const text = answer.ok ? caller.text(answer.value) : answer;
      const me = text.ok ? parseAs(meSchema, text.value) : text;
      return me.ok ? null : me.failure;
    },
    usage: usage.current,
    close: transport.close,
  };
  return createClient(source, createRedact([accessToken]));
}
