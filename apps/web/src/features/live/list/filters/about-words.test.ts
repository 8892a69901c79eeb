import { expect, test } from 'vitest';
import { aboutWords } from './about-words';

const variant = { personaId: 'maya', campaignId: null, accountName: null, killReason: null, hold: null };

test.each([
  [{}, 'maya'],
  [{ campaignId: 'autumn', accountName: 'maya.runs' }, 'maya · autumn · @maya.runs'],
  [{ accountName: '@maya' }, 'maya · @maya'],
  [{ killReason: 'evidence' }, 'maya · evidence'],
  [{ hold: { cause: 'paused', reason: 'evidence', since: '' } }, 'maya · kills paused'],
] as const)('of %j is “%s”', (values, words) => {
  expect(aboutWords({ ...variant, ...values })).toBe(words);
});
