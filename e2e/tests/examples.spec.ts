import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { PRODUCT } from '../src/product';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const run = promisify(execFile);

test.beforeEach(() => {
  // biome-ignore lint/suspicious/noSkippedTests: without Python there is nothing to run, and the tally says so
  test.skip(spawnSync('python3', ['--version']).status !== 0, 'there is no python3');
});

test('the orchestrator in Python, with nothing but its standard library', async () => {
  const { stdout } = await run('python3', [join(EXAMPLES, 'orchestrator.py')], {
    env: { PATH: process.env['PATH'], CULL_URL: PRODUCT.url, CULL_API_KEY: PRODUCT.apiKey },
  });
  expect(stdout).toMatch(/^dud-\w+: killed\. Killed: \d+ interactions from [\d,]+ views/m);
  expect(stdout).toMatch(/^still to be used: good-\w+$/m);
});

test('an example with a wrong key says so in one line', async () => {
  const failed = run('python3', [join(EXAMPLES, 'orchestrator.py')], {
    env: { PATH: process.env['PATH'], CULL_URL: PRODUCT.url, CULL_API_KEY: 'wrong' },
  });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: 'Cull refused: UNAUTHORIZED: needs a valid API key or a signed-in person\n',
  });
});
