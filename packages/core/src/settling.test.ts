import { expect, it } from 'vitest';
import { type Settling, settle } from './settling';

const TERMS = { onAfterMs: 10, offAfterMs: 30 };

/** What each moment comes to, one every 5 ms. */
function through(seen: readonly (boolean | null)[]): string {
  let state: Settling = { isOn: false, turningSince: null };
  return seen
    .map((isSeen, index) => {
      state = settle(state, isSeen, index * 5, TERMS);
      return state.isOn ? 'x' : '-';
    })
    .join('');
}

it('turns on once it was seen for a while, and off once it was gone for longer', () => {
  expect(through([true, true, true, ...Array<boolean>(8).fill(false)])).toBe('--xxxxxxx--');
});

it('is not moved by a flicker', () => {
  const flicker = [true, true, false];
  expect(through([...flicker, ...flicker, ...flicker])).toBe('---------');
});

it('stays as it is while nothing can be said', () => {
  expect(through([true, null, true, null, true, true, true, null, null, null, null, null, null, null])).toBe(
    '------xxxxxxxx',
  );
});
