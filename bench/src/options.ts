import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DROP_CELLS } from './drop-cells';

/** A whole number in its range, as text. */
const count = (min: number, max: number) =>
  z.string().transform(Number).pipe(z.number().int().min(min).max(max));
const list = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1));

const optionsSchema = z.object({
  /** Of drop-latency. */
  cells: list(z.enum(DROP_CELLS)).default([...DROP_CELLS]),
  /** Variants that are live meanwhile. */
  live: count(500, 200_000).default(500),
  /** Numbers of workers, one run each. */
  workers: list(count(1, 16)).default([1]),
  queue: list(z.enum(['postgres', 'redis'])).optional(),
  /** How long the source takes to answer, in milliseconds. */
  sourceLatency: count(0, 60_000).default(0),
  /** Whether the source is asked for 50 posts a request. */
  batch: z.stringbool().default(true),
  /** Whether results are also printed as lines of JSON. */
  json: z.boolean().default(false),
});

export type BenchOptions = Readonly<z.output<typeof optionsSchema>>;
export type QueueKind = NonNullable<BenchOptions['queue']>[number];

/**
 * Reads the flags and the names of benchmarks.
 * @throws ZodError that names the flag.
 */
export function readOptions(args: readonly string[]): { wanted: readonly string[]; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      cells: { type: 'string' },
      live: { type: 'string' },
      workers: { type: 'string' },
      queue: { type: 'string' },
      'source-latency': { type: 'string' },
      batch: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const { 'source-latency': sourceLatency, ...others } = values;
  return { wanted: positionals, options: optionsSchema.parse({ sourceLatency, ...others }) };
}
