import { type Logger, pino } from 'pino';
import { z } from 'zod';

/** The variable that every process understands. */
export const logLevelSchema = z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info');

/** JSON lines on standard output; errors under `error`, with their stacks. */
export function createLog(name: string, level: string): Logger {
  return pino({ name, level, serializers: { error: pino.stdSerializers.err } });
}
