import { z } from 'zod';
import { browser } from './browser';
import { dropLatency } from './drop-latency';
import { engine } from './engine';
import { farSource } from './far-source';
import { ingest } from './ingest';
import { killLatency } from './kill-latency';
import { layers } from './layers';
import { type BenchOptions, readOptions } from './options';
import { posted } from './posted';
import { processes } from './processes';
import { pushToKill } from './push-to-kill';
import { reads } from './reads';
import { soak } from './soak';
import { storage } from './storage';
import { sweep } from './sweep';
import { takeover } from './takeover';
import { viewers } from './viewers';
import { workerMemory } from './worker-memory';

const { wanted, options } = optionsOrExit(process.argv.slice(2));

const BENCHMARKS = {
  engine,
  'kill-latency': killLatency,
  'far-source': farSource,
  takeover,
  'drop-latency': ({ cells }) => dropLatency(cells),
  'push-to-kill': pushToKill,
  ingest,
  posted,
  reads,
  layers,
  viewers,
  processes,
  'worker-memory': workerMemory,
  storage,
  sweep,
  soak,
  browser,
} as const satisfies Record<string, (options: BenchOptions) => unknown>;

/** Takes too long to run with all others. */
const BY_NAME_ALONE = ['soak'];

refuseUnknown('benchmark', wanted, Object.keys(BENCHMARKS));
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 ? !wanted.includes(name) : BY_NAME_ALONE.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  await run(options);
}
process.exit(0);

function optionsOrExit(args: readonly string[]): ReturnType<typeof readOptions> {
  try {
    return readOptions(args);
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    process.stderr.write(`${message}\n`);
    process.exit(1);
  }
}

function refuseUnknown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  process.stderr.write(`There is no ${what} ${unknown.join(', ')}. There are: ${known.join(', ')}\n`);
  process.exit(1);
}
