const colors = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colors ? `\u001b[${code}m${text}\u001b[0m` : text);

export const dim = paint(2);
export const green = paint(32);
export const red = paint(31);
export const yellow = paint(33);

/** @param {number} ms @returns {string} For example "0.4 s" or "2 min 05 s". */
export function formatTime(ms) {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
}

/**
 * Shows what runs, with a line for each once it has ended. On a terminal, what still runs is named below them.
 * @returns {{
 *   begin: (title: string) => (isGood: boolean, note?: string) => void,
 *   note: (title: string, note: string) => void,
 * }} `begin` returns what to call at the end; `note` writes a line for what need not run.
 */
export function showProgress() {
  const running = new Set();
  const write = (line) => {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
    if (line) process.stdout.write(`${line}\n`);
    if (process.stdout.isTTY && running.size > 0) {
      // A line that is broken in two could not be taken back.
      const width = (process.stdout.columns ?? 80) - 3;
      process.stdout.write(`${dim('…')} ${[...running].join(', ').slice(0, width)}`);
    }
  };
  const lineOf = (mark, title, time, note) =>
    `${mark} ${title.padEnd(34)} ${dim(time.padStart(8))}${note ? `  ${dim(note)}` : ''}`;
  return {
    begin: (title) => {
      const begin = performance.now();
      running.add(title);
      write('');
      return (isGood, note = '') => {
        running.delete(title);
        write(lineOf(isGood ? green('✓') : red('✗'), title, formatTime(performance.now() - begin), note));
      };
    },
    note: (title, note) => write(lineOf(dim('='), title, '', note)),
  };
}

/**
 * Does one step of a longer job, and shows it with the time it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work May return a string, which is shown next to the time.
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const ended = showProgress().begin(title);
  try {
    const result = await work();
    ended(true, typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    ended(false);
    throw error;
  }
}
