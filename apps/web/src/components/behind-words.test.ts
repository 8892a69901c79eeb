import { expect, it } from 'vitest';
import { behindLabel } from './behind-words';

it('says both intervals and the cause', () => {
  const pace = { achievedSeconds: 4.04, wantedSeconds: 1, cause: 'calls_budget' } as const;
  expect(behindLabel(pace)).toBe('Checked every 4 s instead of 1 s: call budget');
});
