const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

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
 * Does one step of a longer job, and shows it with the time it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work May return a string, which is shown beside the time.
 * @param {(result: T) => boolean} [isGood] Whether what it returned counts as success.
 * @returns {Promise<T>}
 */
export async function step(title, work, isGood = () => true) {
  const begin = performance.now();
  // On a terminal the line is there while the step runs; in a file it is written once.
  if (process.stdout.isTTY) process.stdout.write(`${dim('…')} ${title}`);
  const finish = (mark, note) => {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
    const time = formatTime(performance.now() - begin);
    process.stdout.write(
      `${mark} ${title.padEnd(34)} ${dim(time.padStart(8))}${note ? `  ${dim(note)}` : ''}\n`,
    );
  };
  try {
    const result = await work();
    finish(isGood(result) ? green('✓') : red('✗'), typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    finish(red('✗'), '');
    throw error;
  }
}
