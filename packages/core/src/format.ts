/** A count with its thousands set apart: 12,345. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count of things: 1 view, 12,345 views. */
export function formatCountOf(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${Math.round(value) === 1 ? '' : 's'}`;
}

/** A rate or ratio from 0 to 1 as a percentage, with the digits that small rates need: 50 %, 3.12 %, 0.042 %. */
export function formatRate(value: number): string {
  const percent = value * 100;
  if (percent === 0 || Number.isInteger(Number(percent.toFixed(6)))) return `${Math.round(percent)} %`;
  const digits = percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3;
  return `${percent.toFixed(digits)} %`;
}

/** A span as minutes and seconds: 9:05. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
