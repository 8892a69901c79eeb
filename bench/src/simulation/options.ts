import { parseArgs } from 'node:util';
import { z } from 'zod';

const whole = (least: number, most: number) =>
  z.coerce.number<string>(`needs a number from ${least} to ${most}`).int().min(least).max(most);

const optionsSchema = z.object({
  seed: whole(0, 2 ** 31 - 1).default(1),
  /** In a cell. */
  variants: whole(4, 100_000).optional(),
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
  --variants N    variants a cell (400; a quarter of them at 6,000 views a minute)
  --quick         40 variants a cell, and a tenth of everything else
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
      variants: { type: 'string' },
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
