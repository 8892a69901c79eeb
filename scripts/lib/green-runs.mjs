import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Tally } from './tally.mjs';
import { ROOT } from './workspace.mjs';

const FILE = join(ROOT, '.cull', 'green-runs.json');

/**
 * Remembers stages that passed, with what they read: what has not changed since need not run again.
 * @param {string} [file] Where it is kept.
 */
export function openGreenRuns(file = FILE) {
  const runs = read(file);
  return {
    /** @returns {{ tally: Tally, at: string } | null} The last green run of a stage that read the same. */
    find(title, fingerprint) {
      const run = runs[title];
      if (run?.fingerprint !== fingerprint) return null;
      return { tally: Object.assign(new Tally(), run.tally), at: run.at };
    },
    /** Keeps a run with its counts, or forgets the last one if this one was not green. */
    keep(title, fingerprint, tally, now = new Date()) {
      if (tally.failed === 0 && tally.unsteady.length === 0) {
        runs[title] = { fingerprint, at: now.toISOString(), tally };
      } else delete runs[title];
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(runs, null, 2));
    },
  };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}
