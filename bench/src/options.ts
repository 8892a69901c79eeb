import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DROP_CELLS } from './drop-cells';
import { latencySchema } from './latency';

/** A whole number in its range, as text. */
const count = (min: number, max: number) =>
  z.string().transform(Number).pipe(z.number().int().min(min).max(max));
const list = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(item).min(1));

const optionsSchema = z
  .object({
    /** Of drop-latency. */
    cells: list(z.enum(DROP_CELLS)).default([...DROP_CELLS]),
    /** Variants that are live meanwhile. */
    live: count(30, 200_000).default(500),
    /** Numbers of workers, one run each. */
    workers: list(count(1, 16)).default([1]),
    queue: list(z.enum(['postgres', 'redis'])).optional(),
    latency: latencySchema.default(0),
    /** Whether the source is asked for 50 posts a request; left out: as the benchmark does by itself. */
    batch: z.stringbool().optional(),
    /** Of far-source: accounts that the variants are spread over. */
    accounts: count(1, 20).default(1),
    /** Of far-source: whether the first account's token is dead, and the second account limited. */
    trouble: z.boolean().default(false),
    /** Of far-source: how long calls are counted at least, in seconds, within a window of 600. */
    observe: count(30, 580).default(60),
    /** Of soak. */
    minutes: count(10, 1_440).default(20),
    /** Whether results are also printed as lines of JSON. */
    json: z.boolean().default(false),
  })
  .refine(({ accounts, trouble }) => !trouble || accounts >= 3, {
    path: ['trouble'],
    error: 'needs --accounts=3 or more: the third one is measured',
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
      latency: { type: 'string' },
      batch: { type: 'string' },
      accounts: { type: 'string' },
      trouble: { type: 'boolean' },
      observe: { type: 'string' },
      minutes: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  return { wanted: positionals, options: optionsSchema.parse(values) };
}
