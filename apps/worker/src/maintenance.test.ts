import type { MaintenanceTask } from '@cull/queue';
import { expect, it } from 'vitest';
import { createMaintenance } from './maintenance';

/** Tasks that run until the test ends them. */
function someTasks() {
  const started: MaintenanceTask[] = [];
  const end = new Map<MaintenanceTask, (error?: Error) => void>();
  const task = (name: MaintenanceTask) => () =>
    new Promise<void>((resolve, reject) => {
      started.push(name);
      end.set(name, (error) => (error === undefined ? resolve() : reject(error)));
    });
  const run = createMaintenance({
    retention: task('retention'),
    clean_up: task('clean_up'),
    follow_kills: task('follow_kills'),
    learn: task('learn'),
    accounts: task('accounts'),
  });
  return { run, started, end: (name: MaintenanceTask, error?: Error) => end.get(name)?.(error) };
}

it('kills are followed while tokens are refreshed, and heavy work is under way', async () => {
  const { run, started, end } = someTasks();
  const all = Promise.all((['accounts', 'retention', 'learn', 'follow_kills'] as const).map(run));
  await new Promise(setImmediate);
  expect(started).toEqual(['accounts', 'follow_kills', 'retention']);
  end('retention');
  await new Promise(setImmediate);
  expect(started.at(-1)).toBe('learn');
  for (const task of ['accounts', 'learn', 'follow_kills'] as const) end(task);
  await all;
});

it('a task runs once at a time, and again after it has failed', async () => {
  const { run, started, end } = someTasks();
  const first = run('accounts');
  await run('accounts');
  expect(started).toEqual(['accounts']);
  end('accounts', new Error('away'));
  await expect(first).rejects.toThrow('away');
  const again = run('accounts');
  expect(started).toEqual(['accounts', 'accounts']);
  end('accounts');
  await again;
});
