import { parseArgs } from 'node:util';
import type { CullOptions } from './options';

export type Arguments = Pick<CullOptions, 'demo' | 'seed'>;

const USE = 'npm start -- [--no-demo] [--seed week]';

/**
 * Reads what stands behind `npm start --`.
 * @throws Error that names what isn't understood.
 */
export function argumentsOf(args: readonly string[]): Arguments {
  const { values } = parse(args);
  const { seed } = values;
  if (seed !== undefined && seed !== 'week')
    throw new Error(`--seed is ${JSON.stringify(seed)}, and takes week: ${USE}`);
  return { demo: values['no-demo'] !== true, seed };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { 'no-demo': { type: 'boolean' }, seed: { type: 'string' } },
    });
  } catch (error) {
    // Node's first sentence names the argument; the rest is about its own syntax.
    const [reason] = String(error instanceof Error ? error.message : error).split('. ');
    throw new Error(`${reason}: ${USE}`);
  }
}
