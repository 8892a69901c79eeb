import { expect, test } from 'vitest';
import { newestOfEach } from './newest-of-each';

test('of a variant that was posted again only the newest session is left', () => {
  const session = (variantId: string, monitoringId: number) => ({ variantId, monitoringId });
  const sessions = [session('a', 4), session('b', 3), session('a', 2), session('c', 1)];
  expect(newestOfEach(sessions).map(({ monitoringId }) => monitoringId)).toEqual([4, 3, 1]);
});
