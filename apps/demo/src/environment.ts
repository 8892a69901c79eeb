import { logLevelSchema } from '@cull/process';
import { z } from 'zod';

/** What the demo needs to know; the launcher gives it. */
export const environmentSchema = z.object({
  CULL_URL: z.url(),
  CULL_API_KEY: z.string().min(1),
  THREADS_API_URL: z.url(),
  THREADS_ACCESS_TOKEN: z.string().min(1),
  LOG_LEVEL: logLevelSchema,
});
