import { expect, it } from 'vitest';
import { exportedMetrics } from '../src/exported-metrics';
import { generatedFiles } from '../src/generated';
import { readText } from '../src/repository';

it.each([...generatedFiles()])('%s says what the code says', (path, text) => {
  expect(readText(path), 'run pnpm --filter @cull/deploy run write').toBe(text);
});

it('the table of metrics names every one that web and workers export', () => {
  const rows = readText('docs/metrics.md').match(/^\| `cull_\w+`/gm) ?? [];
  const own = exportedMetrics().filter(({ name }) => name.startsWith('cull_'));
  expect(own.length).toBeGreaterThan(50);
  expect(rows).toEqual(own.map(({ name }) => `| \`${name}\``));
});

it.each(exportedMetrics())('$name is named as Prometheus wants it', ({ name, type, labels }) => {
  expect(name).toMatch(/^(cull|process|nodejs)_[a-z0-9_]+$/);
  if (type === 'counter' && name.startsWith('cull_')) expect(name).toMatch(/_total$/);
  if (type !== 'counter' && name.startsWith('cull_')) expect(name).not.toMatch(/_total$/);
  if (type === 'histogram' && name.startsWith('cull_')) expect(name).toMatch(/_seconds$/);
  // Labels that grow with variants or posts would grow without bound.
  for (const label of labels) expect(label).not.toMatch(/variant|post|persona|session|user|key/);
});
