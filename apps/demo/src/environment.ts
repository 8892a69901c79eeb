import { z } from 'zod';

/** What the demo needs to know; the launcher gives it. */
export const environmentSchema = z.object({
  CULL_URL: z.url(),
  CULL_API_KEY: z.string().min(1),
  THREADS_API_URL: z.url(),
  THREADS_ACCESS_TOKEN: z.string().min(1),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});
export type Environment = Readonly<z.infer<typeof environmentSchema>>;
