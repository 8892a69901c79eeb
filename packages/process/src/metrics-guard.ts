import { hash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { LOOPBACK } from './public-url';

const NEEDS = 'needs at least 20 characters, without spaces';

/** What `/metrics` needs as a bearer token. */
export const metricsTokenSchema = z
  .string(NEEDS)
  .regex(/^\S{20,}$/, NEEDS)
  .optional();

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Says whether a caller may see what a process tells about itself: by the token where there is one; without, everyone may
 * while Cull is only known by an address of this machine.
 */
export type MetricsGuard = (authorization: string | undefined) => boolean;

/** @param publicUrl The address that browsers know the dashboard by. */
export function createMetricsGuard(token: string | undefined, publicUrl: string): MetricsGuard {
  const isLocal = LOOPBACK.has(new URL(publicUrl).hostname);
  if (token === undefined) return () => isLocal;
  const expected = hash('sha256', token, 'buffer');
  return (authorization) => {
    const shown = BEARER.exec(authorization ?? '')?.[1];
    return shown !== undefined && timingSafeEqual(hash('sha256', shown, 'buffer'), expected);
  };
}

/** What a caller is told who may not. */
export const METRICS_REFUSAL =
  'needs CULL_METRICS_TOKEN as a bearer token; while that is not set, it answers only where CULL_URL is a loopback address';
