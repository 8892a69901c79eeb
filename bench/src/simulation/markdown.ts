import type { Share, Spread } from './outcome';

/** Returns a Markdown table; every row with as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Returns `13% (10–16)`: a share with its interval. */
export function inPercent({ share, low, high }: Share, inWords = percent): string {
  return `${inWords(share)}% (${inWords(low)}–${inWords(high)})`;
}

/** Returns a share in percent, with three decimals. */
export function finely(share: number): string {
  return (share * 100).toFixed(3);
}

/** Returns a share in percent: no decimals of what is large, one digit of what is tiny. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0';
  if (value < 0.1) return String(Number(value.toPrecision(1)));
  // Rounded down, so that only what is certain reads 100.
  if (value > 99 && value < 100) return (Math.floor(value * 10) / 10).toFixed(1);
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** Returns `30 / 41`: median and 95th percentile. */
export function medianAnd95(values: Spread | null): string {
  return values === null ? '–' : `${whole(values.median)} / ${whole(values.p95)}`;
}

/** Returns a number without decimals, in groups of three. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
