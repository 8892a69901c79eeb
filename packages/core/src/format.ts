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

/** A rate or ratio from 0 to 1 as a percentage, with the digits that small rates need: 50%, 3.12%, 0.042%. */
export function formatRate(value: number): string {
  const percent = value * 100;
  if (percent === 0 || Number.isInteger(Number(percent.toFixed(6)))) return `${Math.round(percent)}%`;
  const digits = percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3;
  return `${percent.toFixed(digits)}%`;
}

/** A rate among others below each other, none wider than the others: 3.00%, 12.3%, 100%; 0.042% where it has to. */
export function formatRateInColumn(value: number): string {
  const percent = value * 100;
  const digits = percent > 0 && percent < 0.1 ? 3 : percent < 9.995 ? 2 : percent < 99.95 ? 1 : 0;
  return `${percent.toFixed(digits)}%`;
}

/**
 * A rate as `formatRate` has it, with as many more digits as it takes to tell it from another that stands in the same
 * sentence: 1.748% is below 1.75%.
 */
export function formatRateBeside(value: number, other: number): string {
  if (Number.parseFloat(formatRate(value)) !== Number.parseFloat(formatRate(other))) return formatRate(value);
  const digits = MORE_DIGITS.find((count) => percentOf(value, count) !== percentOf(other, count));
  return digits === undefined ? formatRate(value) : `${percentOf(value, digits)}%`;
}

const MORE_DIGITS = [3, 4, 5, 6];

function percentOf(value: number, digits: number): string {
  return (value * 100).toFixed(digits);
}

/** A span as minutes and seconds: 9:05. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A span in a sentence, at least a tenth of a second: 0.8 s, 4 s, 1 min 20 s, 2 h 5 min. */
export function formatSpan(seconds: number): string {
  const tenths = Math.max(0.1, Math.round(seconds * 10) / 10);
  if (tenths < 3) return `${tenths} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return inTwo(whole, 60, 'min', 's');
  return inTwo(Math.round(whole / 60), 60, 'h', 'min');
}

function inTwo(count: number, size: number, large: string, small: string): string {
  const rest = count % size;
  return `${Math.floor(count / size)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
