import { databaseAddress } from '@cull/postgres';
import { encryptionKeyVariables, isInClear, metricsTokenSchema, publicUrlSchema } from '@cull/process';
import { z } from 'zod';
import { describeIssue, type Variables } from '../variables';
import { type Finding, fail, ok, warn } from './finding';

/** The variables that decide whether parts reach each other; each process checks its own at its start. */
const schema = z.object({
  DATABASE_URL: databaseAddress,
  DIRECT_DATABASE_URL: databaseAddress.optional(),
  OWNER_DATABASE_URL: databaseAddress.optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'it needs an address such as redis://host:6379' })
    .optional(),
  ...encryptionKeyVariables,
  CULL_AUTH_SECRET: z.string().min(32, { error: 'it needs at least 32 characters' }).optional(),
  CULL_URL: publicUrlSchema.default('http://localhost:3000'),
  CULL_METRICS_TOKEN: metricsTokenSchema,
  THREADS_API_URL: z
    .url({ protocol: /^https?$/, error: 'it needs an address such as https://graph.threads.net' })
    .optional(),
  THREADS_ACCESS_TOKEN: z.string().optional(),
});

export type Configuration = z.output<typeof schema>;

/** Looks at the variables, without asking anybody. The configuration is null where nothing can be asked with it. */
export function checkConfiguration(given: Variables): {
  readonly findings: readonly Finding[];
  readonly configuration: Configuration | null;
} {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue) => {
      const [name] = issue.path;
      const line = describeIssue(new z.ZodError([issue]), given);
      return fail('configuration', line, `set ${String(name)}; docs/operators.md has all variables`);
    });
    return { findings, configuration: null };
  }
  const { CULL_URL, CULL_METRICS_TOKEN, THREADS_API_URL, THREADS_ACCESS_TOKEN } = parsed.data;
  const findings: Finding[] = [];
  if (isInClear(CULL_URL))
    findings.push(
      warn(
        'configuration',
        `CULL_URL is ${CULL_URL}, without TLS`,
        'put a proxy with TLS in front and use https (docs/proxies.md)',
      ),
    );
  if (CULL_METRICS_TOKEN === undefined && new URL(CULL_URL).protocol === 'https:')
    findings.push(
      warn(
        'configuration',
        'CULL_METRICS_TOKEN is not set, so /metrics answers nobody',
        'set it, and give it to Prometheus',
      ),
    );
  if (THREADS_API_URL !== undefined && THREADS_ACCESS_TOKEN === undefined)
    findings.push(
      warn(
        'configuration',
        'THREADS_API_URL is set without THREADS_ACCESS_TOKEN',
        'set it, or connect accounts in the dashboard',
      ),
    );
  return {
    findings: findings.length === 0 ? [ok('configuration', 'complete')] : findings,
    configuration: parsed.data,
  };
}
