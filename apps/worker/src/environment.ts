import { databaseAddress } from '@cull/postgres';
import {
  encryptionKeyVariables,
  logLevelSchema,
  metricsTokenSchema,
  networksSchema,
  publicUrlSchema,
} from '@cull/process';
import { z } from 'zod';

/** What the worker is told from outside; see docs/operators.md. */
export const environmentSchema = z.object({
  DATABASE_URL: databaseAddress,
  /** Where DATABASE_URL leads through a pooler in transaction mode: the server itself. */
  DIRECT_DATABASE_URL: databaseAddress.optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  ...encryptionKeyVariables,
  THREADS_API_URL: z.url({ protocol: /^https?$/ }),
  THREADS_ACCESS_TOKEN: z.string().min(1),
  /** The Graph API's batch request saves round trips, where the server offers it. */
  THREADS_BATCH: z.stringbool().default(false),
  /** Requests of one account that are under way at once, at most; how many there are follows the source. */
  SOURCE_MAX_LANES: z.coerce.number().int().min(1).max(1_024).default(128),
  /** The shortest time between two checks of a variant. */
  POLL_INTERVAL_MS: z.coerce.number().int().min(100).max(60_000).default(1000),
  WORKER_PORT: z.coerce.number().int().min(1).max(65_535).default(9464),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The address that browsers know the dashboard by, for the links in notifications. */
  CULL_URL: publicUrlSchema.default('http://localhost:3000'),
  /** Private networks that webhooks may be in. */
  WEBHOOK_ALLOWED_NETWORKS: networksSchema.default([]),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).default('https://slack.com/api'),
  SNAPSHOT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  EVENT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(180),
  /** Expectations and delays are learned from the sessions of a week. */
  SESSION_RETENTION_DAYS: z.coerce.number().int().min(7).max(3650).default(400),
  /** The database keeps the last 90 days, whatever this says. */
  AUDIT_RETENTION_DAYS: z.coerce.number().int().min(90).max(3650).default(730),
  CULL_METRICS_TOKEN: metricsTokenSchema,
  LOG_LEVEL: logLevelSchema,
});

export type Environment = Readonly<z.output<typeof environmentSchema>>;
