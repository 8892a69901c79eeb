import { z } from 'zod';

const milliseconds = z.coerce.number().int().min(0).max(60_000);

/** How long the source takes to answer, milliseconds: always the same, or lognormal with these percentiles. */
export type Latency = number | { readonly p50: number; readonly p99: number };

/** Reads `150` or `150:3000`, the median and the 99th percentile. */
export const latencySchema = z
  .string()
  .regex(/^\d+(:\d+)?$/, 'needs milliseconds, or p50:p99')
  .transform((text): unknown => {
    const [p50, p99] = text.split(':');
    return p99 === undefined ? p50 : { p50, p99 };
  })
  .pipe(
    z.union([
      milliseconds,
      z
        .object({ p50: milliseconds.min(1), p99: milliseconds })
        .refine(({ p50, p99 }) => p50 <= p99, 'needs a p99 of at least the p50'),
    ]),
  );

/** As it is written on the command line. */
export function describeLatency(latency: Latency): string {
  return typeof latency === 'number' ? `${latency} ms` : `p50 ${latency.p50} ms, p99 ${latency.p99} ms`;
}
