import { browser } from './browser';
import { engine } from './engine';
import { ingest } from './ingest';
import { killLatency } from './kill-latency';
import { posted } from './posted';
import { pushToKill } from './push-to-kill';
import { viewers } from './viewers';
import { workerMemory } from './worker-memory';

const BENCHMARKS = {
  engine,
  'kill-latency': killLatency,
  'push-to-kill': pushToKill,
  ingest,
  posted,
  viewers,
  'worker-memory': workerMemory,
  browser,
} as const;

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHMARKS).join(', ')}\n`,
  );
  process.exit(1);
}
for (const [name, run] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  await run();
}
process.exit(0);
