import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readOptions, USAGE } from './options';
import { titleOf } from './parts';
import { type OnProgress, runInProcesses } from './pool';
import { toMarkdown } from './report';
import { runSimulation } from './simulate';
import { readPackages } from './upworthy';

const QUICK_SCALE = 0.1;

try {
  await main();
} catch (error) {
  process.stderr.write(`cull: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const data = options.data === undefined ? null : fromHere(options.data);
  // First, so that a wrong file is known before minutes have passed.
  if (data !== null) readPackages(data);
  const scale = options.scale * (options.quick ? QUICK_SCALE : 1);
  const simulation = await runSimulation({ seed: options.seed, scale, data }, runInProcesses(showProgress()));
  if (options.json) writeFileSync(fromHere(options.json), `${JSON.stringify(simulation, null, 2)}\n`);
  const tables = `${toMarkdown(simulation)}\n`;
  if (options.out) writeFileSync(fromHere(options.out), tables);
  else process.stdout.write(tables);
}

/** Paths are relative to where the command was called, which npm passes on. */
function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/** Returns one line that changes on a terminal; in a file, a line for every tenth. */
function showProgress(): OnProgress {
  let shown = '';
  return (job, share) => {
    const line = `${String(Math.floor(share * 100)).padStart(3)}%  ${titleOf(job)}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}${share === 1 ? '\n' : ''}`);
    const tenth = String(Math.floor(share * 10));
    if (process.stderr.isTTY || tenth === shown) return;
    shown = tenth;
    process.stderr.write(`${line}\n`);
  };
}
