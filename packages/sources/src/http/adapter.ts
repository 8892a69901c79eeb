import { authorization, baseUrlSchema, type SourceAccount, type SourceDependencies } from '../account';
import { createClient } from '../client';
import { parseConfig, SourceConfigError } from '../config-error';
import { parseJson } from '../json';
import type { RequestOptions, SourceClient, SourceReading } from '../port';
import { failed, type Result } from '../result';
import { createRedact } from '../secrets';
import type { RawAnswer } from '../transport/answer';
import { createTransport } from '../transport/transport';
import { createUsageMemory } from '../usage-memory';
import { readBatch } from './batch';
import { compileCounters } from './counters';
import { type HttpSettings, httpOptionsSchema, settingsOf } from './options';
import { PRESETS, type Preset } from './presets';
import { readStatus } from './status';
import { fillTemplate } from './template';

/** Answers to an invented post that still show that address and token work. */
const REACHED_STATUSES = [400, 404, 410, 422];
const PROBE = '0';

/**
 * A client of any endpoint that answers with JSON.
 *
 * @throws SourceConfigError that names the field.
 */
export function createHttpSource(account: SourceAccount, dependencies: SourceDependencies): SourceClient {
  const settings = settingsOf(parseConfig(httpOptionsSchema, 'options', account.options));
  const preset: Partial<Preset> = settings.preset === null ? {} : PRESETS[settings.preset];
  const template = templateOf(settings, account.baseUrl ?? preset.baseUrl ?? null);
  const headers = headersOf(settings, account.accessToken);
  const { now = Date.now, lookup } = dependencies;
  const transport = createTransport(headers, lookup);
  const usage = createUsageMemory(now);
  const readCounters = compileCounters(settings.views, settings.interactions);
  const { batch } = settings;

  const ask = async (postIds: readonly string[], options: RequestOptions): Promise<Result<RawAnswer>> => {
    const answer = await transport.send({ method: 'GET', url: fillTemplate(template, postIds) }, options);
    const told = answer.ok && preset.usage?.(answer.value);
    if (told) usage.told(told);
    return answer;
  };
  const served = (answer: Result<RawAnswer>): Result<unknown> => {
    if (!answer.ok) return answer;
    const resetsAt = preset.reset?.(answer.value) ?? null;
    const failure = readStatus(answer.value, { isOnePost: batch === null, now: now(), resetsAt });
    return failure === null ? parseJson(answer.value.text) : failed(failure);
  };
  const read = async (
    postIds: readonly string[],
    options: RequestOptions,
  ): Promise<readonly SourceReading[]> => {
    const json = served(await ask(postIds, options));
    const observedAt = now();
    if (!json.ok) return postIds.map((postId) => ({ postId, ...json }));
    const failures = preset.failures ?? (() => new Map());
    const find =
      batch === null
        ? () => readCounters(json.value, '')
        : readBatch(json.value, postIds, { ...batch, readCounters, failures });
    return postIds.map((postId) => {
      const counters = find(postId);
      return counters.ok ? { ok: true, postId, observedAt, ...counters.value } : { postId, ...counters };
    });
  };

  const source: SourceClient = {
    capabilities: {
      postsPerRequest: batch?.size ?? 1,
      canRemove: false,
      callsPerDay: null,
      callsPerView: null,
      removalsPerDay: null,
    },
    read,
    async remove() {
      const detail =
        'A source of platform http can only be read; posts have to be removed at the platform itself.';
      return failed({ code: 'not_permitted', detail });
    },
    async test(options) {
      const answer = await ask([preset.probe ?? PROBE], options);
      if (answer.ok && REACHED_STATUSES.includes(answer.value.status)) return null;
      const json = served(answer);
      return json.ok ? null : json.failure;
    },
    usage: usage.current,
    close: transport.close,
  };
  return createClient(
    source,
    createRedact(secretsOf(settings, template, account.accessToken)),
    preset.idProblem,
  );
}

/** The full address with its placeholder. */
function templateOf({ template }: HttpSettings, baseUrl: string | null): string {
  if (!template.startsWith('/')) return template;
  if (baseUrl === null) {
    throw new SourceConfigError('baseUrl', `is missing; it needs the address that ${template} is below`);
  }
  const { origin, pathname } = new URL(parseConfig(baseUrlSchema, 'baseUrl', baseUrl));
  return `${origin}${pathname.replace(/\/$/, '')}${template}`;
}

function headersOf({ headers }: HttpSettings, accessToken: string | null): Readonly<Record<string, string>> {
  const all = { accept: 'application/json', ...headers };
  if (accessToken === null) return all;
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')) {
    const problem = 'has authorization, which the access token is sent as; it needs one of the two alone';
    throw new SourceConfigError('options.headers', problem);
  }
  return { ...all, ...authorization(accessToken) };
}

const KEY_PARAMETER = /key|token|secret|password|auth|sig/i;
/** Anything shorter is no key, and would be cut out of words that have nothing to do with it. */
const MIN_KEY_LENGTH = 8;

/** What must not be shown: the token, headers with and without their scheme, and what the address has as a key. */
function secretsOf({ headers }: HttpSettings, template: string, accessToken: string | null): string[] {
  const parameters = [...new URL(template).searchParams].filter(([name]) => KEY_PARAMETER.test(name));
  const values = [...Object.values(headers), ...parameters.map(([, value]) => value)];
  const keys = values.flatMap((value) => [value, value.replace(/^\S+ /, '')]);
  return [accessToken ?? '', ...keys.filter((text) => text.length >= MIN_KEY_LENGTH)];
}
