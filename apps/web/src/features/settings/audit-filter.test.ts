import { expect, test } from 'vitest';
import { auditFilterOf } from './audit-filter';

const filterOf = (values: Record<string, string>) => auditFilterOf((name) => values[name] ?? '');

test('the trail is narrowed by words and by whole days, the last included', () => {
  expect(filterOf({ actor: 'key:a', action: '', from: '2026-02-28', to: '2026-02-28' })).toEqual({
    actor: 'key:a',
    since: new Date(2026, 1, 28).toISOString(),
    until: new Date(2026, 2, 1).toISOString(),
  });
});

test('what is no day narrows nothing', () => {
  expect(filterOf({ from: 'yesterday', to: '2026-13-01' })).toEqual({});
});
