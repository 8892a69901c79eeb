import { expect, it } from 'vitest';
import { budgetEvent } from './account-events';

const account = { accountId: '0197', account: 'Ines', platform: 'threads' } as const;
const textOf = (values: Partial<Parameters<typeof budgetEvent>[2]>) =>
  budgetEvent(account, 'calls', {
    used: 40_000,
    limit: 48_000,
    usedPercent: 83.3,
    lastsSeconds: null,
    ...values,
  }).data['text'];

it('says how much of a budget is used, and how long the rest lasts', () => {
  expect(textOf({ lastsSeconds: 2_000 })).toBe(
    'Ines used 40,000 of 48,000 calls in 24 hours (83%). At the planned pace the rest lasts 33 min 20 s.',
  );
});

it('keeps the share that the source reports apart from what Cull has counted', () => {
  expect(textOf({ used: 290, limit: 15_072_000, usedPercent: 622 })).toBe(
    'Ines has used 622% of the calls that its source allows, as the source reports. Cull itself counted 290 in 24 hours.',
  );
  expect(textOf({ used: 290, limit: null, usedPercent: 80 })).toBe(
    'Ines has used 80% of the calls that its source allows, as the source reports. Cull itself counted 290 in 24 hours.',
  );
});
