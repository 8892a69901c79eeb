import { formatCount, type ShareInterval } from '@cull/core';

/** Returns a share from 0 to 1 as a percentage: 39%, 7%, 0.4%. */
function shareInWords(share: number): string {
  const percent = share * 100;
  return `${percent === 0 || percent >= 1 ? Math.round(percent) : Number(percent.toPrecision(1))}%`;
}

/** Returns counts with their share and its interval: 12 of 31 judged kills were false (39%, 22% to 58%). */
export function falseSharesInWords(
  wereFalse: number,
  of: string,
  { share, low, high }: ShareInterval,
): string {
  const interval = `${shareInWords(share)}, ${shareInWords(low)} to ${shareInWords(high)}`;
  return `${formatCount(wereFalse)} of ${of} (${interval})`;
}

/** Returns an upper bound per day in words: At most 0.02, Less than 0.001. */
export function boundPerDay(bound: number): string {
  return bound > 0 && bound < 0.001 ? 'Less than 0.001' : `At most ${perDay(bound)}`;
}

/** Returns the number per day in words: 240, 4.4, 0.02. */
export function perDay(count: number): string {
  if (count >= 10) return formatCount(count);
  if (count >= 1) return count.toFixed(1);
  return count === 0 || count >= 0.001 ? String(Number(count.toPrecision(1))) : 'less than 0.001';
}
