import { parseArgs } from 'node:util';
import { browser } from './browser';
import { DROP_CELLS, isDropCell } from './drop-cells';
import { dropLatency } from './drop-latency';
import { engine } from './engine';
import { ingest } from './ingest';
import { killLatency } from './kill-latency';
import { layers } from './layers';
import { posted } from './posted';
import { processes } from './processes';
import { pushToKill } from './push-to-kill';
import { reads } from './reads';
import { storage } from './storage';
import { viewers } from './viewers';
import { workerMemory } from './worker-memory';

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { cells: { type: 'string' } },
});
const cells = values.cells?.split(',') ?? DROP_CELLS;

const BENCHMARKS = {
  engine,
  'kill-latency': killLatency,
  'drop-latency': () => dropLatency(cells.filter(isDropCell)),
  'push-to-kill': pushToKill,
  ingest,
  posted,
  reads,
  layers,
  viewers,
  processes,
  'worker-memory': workerMemory,
  storage,
  browser,
} as const;

refuseUnknown('benchmark', wanted, Object.keys(BENCHMARKS));
refuseUnknown('drop-latency cell', cells, DROP_CELLS);
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  await run();
}
process.exit(0);

function refuseUnknown(what: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  process.stderr.write(`There is no ${what} ${unknown.join(', ')}. There are: ${known.join(', ')}\n`);
  process.exit(1);
}
