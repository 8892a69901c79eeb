import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { PRODUCT } from '../src/product';

const FOLDER = join(import.meta.dirname, '..', '..', 'examples');
const run = promisify(execFile);

const EXAMPLES = [
  {
    name: 'in Python, with nothing but its standard library',
    command: ['python3', 'orchestrator.py'],
    isMissing: spawnSync('python3', ['--version']).status !== 0,
  },
  {
    name: 'in TypeScript, with the client',
    command: ['node', '--import', 'tsx', 'orchestrator.ts'],
    isMissing: false,
  },
] as const;

for (const {
  name,
  command: [program, ...args],
  isMissing,
} of EXAMPLES) {
  const runWith = (apiKey: string) =>
    run(program, args, {
      cwd: FOLDER,
      env: { PATH: process.env['PATH'], CULL_URL: PRODUCT.url, CULL_API_KEY: apiKey },
    });

  test.describe(`the orchestrator ${name}`, () => {
    // biome-ignore lint/suspicious/noSkippedTests: without Python there is nothing to run, and the tally says so
    test.skip(isMissing, `there is no ${program}`);

    test('posts, pushes, and stops using what is killed', async () => {
      const { stdout } = await runWith(PRODUCT.apiKey);
      expect(stdout).toMatch(/^dud-\w+: killed\. Killed: \d+ interactions from [\d,]+ views/m);
      expect(stdout).toMatch(/^still to be used: good-\w+$/m);
    });

    test('says in one line that its key is wrong', async () => {
      await expect(runWith('wrong')).rejects.toMatchObject({
        code: 1,
        stderr: 'Cull refused: UNAUTHORIZED: needs a valid API key or a signed-in person\n',
      });
    });
  });
}
