import { readFile } from 'node:fs/promises';

/** What a process occupies, in megabytes (10⁶ bytes). */
export interface Resident {
  /** All of its pages in memory, shared ones included. */
  readonly rss: number;
  /** The same, with each shared page divided among those that share it. */
  readonly pss: number;
}

/** USER_HZ, which Linux fixes at 100 for everything it shows in /proc. */
const TICKS_PER_SECOND = 100;
/** The 22nd field of `stat`; counted behind the program's name, which may hold spaces. */
const START_TIME_FIELD = 19;

/**
 * Reads what a process occupies.
 * @throws Where there is no /proc, which only Linux has, or no such process.
 */
export async function residentOf(pid: number): Promise<Resident> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const megabytes = (name: string) => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
    if (kilobytes === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no ${name}`);
    return (Number(kilobytes) * 1024) / 1e6;
  };
  return { rss: megabytes('Rss'), pss: megabytes('Pss') };
}

/** Returns when a process was started, in milliseconds of this process' `performance.now()`, to 10 ms. */
export async function spawnedAt(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const startedSeconds =
    Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD]) / TICKS_PER_SECOND;
  const uptimeSeconds = Number.parseFloat(await readFile('/proc/uptime', 'utf8'));
  return performance.now() - (uptimeSeconds - startedSeconds) * 1000;
}
