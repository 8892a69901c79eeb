import type { LogLine } from './logs';
import type { Cull } from './options';

const COLORS: Readonly<Record<string, number>> = {
  web: 36,
  worker: 35,
  'fake-threads': 34,
  demo: 32,
  postgres: 90,
};
const YELLOW = 33;
const DIM = 2;
const NAME_WIDTH = 12;

/** What the start shows, on a terminal or in a file. */
export interface Screen {
  /** Does a step, and shows its time. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Shows a part's line; on a terminal only warnings and what is worse. */
  log(part: string, line: LogLine): void;
  /** Shows how to use what now runs. */
  summary(cull: Cull, dataDir: string): void;
  say(line: string): void;
}

/**
 * @param out Usually `process.stdout`.
 * @param now Milliseconds of a clock that only goes forward.
 */
export function createScreen(out: NodeJS.WriteStream, now: () => number): Screen {
  const isTerminal = out.isTTY === true;
  const paint = (code: number, text: string) => (isTerminal ? `\u001b[${code}m${text}\u001b[0m` : text);
  const say = (line: string) => {
    out.write(`${line}\n`);
  };
  return {
    say,
    step: async (title, work) => {
      const begin = now();
      const result = await work();
      const time = `${((now() - begin) / 1000).toFixed(1)} s`;
      say(`${paint(32, '✓')} ${title.padEnd(34)} ${paint(DIM, time.padStart(8))}`);
      return result;
    },
    log: (part, { text, isWarning }) => {
      if (isTerminal && !isWarning) return;
      say(
        `${paint(COLORS[kindOf(part)] ?? DIM, part.padEnd(NAME_WIDTH))} ${isWarning ? paint(YELLOW, text) : text}`,
      );
    },
    summary: (cull, dataDir) => {
      for (const line of summaryLines(cull, dataDir)) say(line);
    },
  };
}

/** Several workers are numbered. */
const kindOf = (part: string): string => part.replace(/-\d+$/, '');

function workerLine(urls: readonly string[]): string {
  const [first = '', last = ''] = [urls[0], urls.at(-1)];
  return urls.length === 1 ? first : `${urls.length}: ${first} to ${new URL(last).port}`;
}

function summaryLines(cull: Cull, dataDir: string): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Dashboard', cull.url],
    ['Sign in with', cull.signInUrl],
    ['or as', `${cull.adminEmail}${cull.adminPassword === null ? '' : `, password ${cull.adminPassword}`}`],
    ['API key', cull.apiKey ?? 'made earlier and not known here: create one in the settings'],
    ['tRPC', `${cull.url}/api/trpc`],
    ['Threads API', cull.fakeThreadsUrl],
    [cull.workerUrls.length === 1 ? 'Worker' : 'Workers', workerLine(cull.workerUrls)],
    ['Campaign', cull.demoRuns ? 'simulated, running' : 'none: post variants over the API'],
    ['Data, logs', dataDir],
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    '',
    ...rows.map(([title, value]) => `  ${title.padEnd(width)}  ${value}`),
    '',
    'Ctrl-C stops everything.',
    '',
  ];
}
