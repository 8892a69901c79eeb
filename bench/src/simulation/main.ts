import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readOptions, USAGE } from './options';
import { toMarkdown } from './report';
import { runSimulation } from './simulate';

try {
  main();
} catch (error) {
  process.stderr.write(`cull: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

function main(): void {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const simulation = runSimulation(
    {
      seed: options.seed,
      variants: options.variants ?? (options.quick ? 40 : 400),
      healthyVariants: options.quick ? 10_000 : 100_000,
      badVariants: options.quick ? 200 : 2_000,
      data: options.data === undefined ? null : fromHere(options.data),
    },
    showProgress(),
  );
  if (options.json) writeFileSync(fromHere(options.json), `${JSON.stringify(simulation, null, 2)}\n`);
  const tables = `${toMarkdown(simulation)}\n`;
  if (options.out) writeFileSync(fromHere(options.out), tables);
  else process.stdout.write(tables);
}

/** Paths are relative to where the command was called, which npm passes on. */
function fromHere(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', path);
}

/** One line that changes on a terminal; in a file, a line for every tenth. */
function showProgress(): (doing: string, share: number) => void {
  let shown = '';
  return (doing, share) => {
    const terminal = process.stderr.isTTY;
    const percent = terminal ? Math.floor(share * 100) : Math.floor(share * 10) * 10;
    const line = `${String(percent).padStart(3)} %  ${doing}`;
    if (line === shown) return;
    shown = line;
    if (terminal) process.stderr.write(`\r\u001b[2K${line}${share === 1 ? '\n' : ''}`);
    else process.stderr.write(`${line}\n`);
  };
}
