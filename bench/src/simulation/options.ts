import { parseArgs } from 'node:util';
import { z } from 'zod';

const optionsSchema = z.object({
  seed: z.coerce
    .number<string>('needs a number from 0 to 2147483647')
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .default(1),
  /** How many variants there are in each cell, as a part of a full run's. */
  scale: z.coerce.number<string>('needs a number from 0.001 to 100').min(0.001).max(100).default(1),
  quick: z.boolean().default(false),
  /** A CSV file of Upworthy packages. */
  data: z.string().optional(),
  json: z.string().optional(),
  out: z.string().optional(),
  help: z.boolean().default(false),
});

export type SimulateOptions = z.infer<typeof optionsSchema>;

export const USAGE = `npm run simulate -- [options]

  --seed N        the same seed gives the same tables (1)
  --scale X       X times as many variants in each cell (1)
  --quick         a tenth of them
  --data FILE     Upworthy packages to replay, CSV: test_id, package, impressions, clicks
  --json FILE     writes all figures there
  --out FILE      writes the tables there instead of printing them
`;

/**
 * Reads the command's options.
 * @throws With the option's name, what it has and what it needs.
 */
export function readOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      scale: { type: 'string' },
      quick: { type: 'boolean' },
      data: { type: 'string' },
      json: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const options = optionsSchema.safeParse(values);
  if (options.success) return options.data;
  const [issue] = options.error.issues;
  const name = String(issue?.path[0]);
  throw new Error(`--${name} is ${String(values[name as keyof typeof values])}: ${issue?.message}`);
}
