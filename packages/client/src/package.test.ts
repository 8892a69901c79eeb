import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, startTestCull, type TestCull } from '../test/server.js';

const PACKAGE = dirname(import.meta.dirname);
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const INSTALLS_WITHIN_MS = 180_000;

const run = promisify(execFile);

const PROGRAM = `
import { createCullClient, isCullError, type CullInputs, type CullOutputs } from '@cull/client';
import { verifyWebhook, WebhookVerificationError } from '@cull/client/webhooks';

const cull = createCullClient({ url: process.env['CULL_URL'], apiKey: process.env['CULL_API_KEY'], retries: 0 });
const posting: CullInputs['variants']['posted'] = {
  variantId: 'from-a-package', personaId: 'ada', postId: '1', source: 'push', expectedEngagementRate: 0.06,
};
const posted: CullOutputs['variants']['posted'] = await cull.variants.posted.mutate(posting);
const status: 'monitoring' | 'killed' | 'timed_out' | 'stopped' = posted.status;
const refused = await cull.monitoring.status.query({ variantId: 'nobody' }).catch((error: unknown) => error);
const code = isCullError(refused, 'NOT_FOUND') ? refused.code : 'another';
let verified = 'accepted';
try {
  verifyWebhook({ secret: 'whsec_c2VjcmV0', headers: {}, body: '{}' });
} catch (error) {
  if (error instanceof WebhookVerificationError) verified = 'refused';
}
console.log(status, code, verified);
`;

/** Each must be found by the compiler, or the types have been lost on the way. */
const MISTAKES = [
  "cull.variants.posted.mutate({ ...posting, expectedEngagementRate: 'high' });",
  'cull.variants.forget.mutate({});',
  'posted.startedAt.getTime();',
];

let cull: TestCull;
let project: string;
beforeAll(async () => {
  cull = await startTestCull();
  project = await mkdtemp(join(tmpdir(), 'cull-client-'));
  const built = join(project, 'built');
  const user = join(project, 'user');
  await run(process.execPath, [join(PACKAGE, 'scripts', 'build.mjs'), built]);
  await run('npm', ['pack', built], { cwd: project });
  await mkdir(user);
  await writeFile(join(user, 'package.json'), '{ "type": "module", "private": true }');
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  const archive = join(project, `cull-client-${version}.tgz`);
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', archive], { cwd: user });
}, INSTALLS_WITHIN_MS);
afterAll(async () => {
  await cull.stop();
  await rm(project, { recursive: true, force: true });
});

async function compile(name: string, text: string) {
  const user = join(project, 'user');
  await writeFile(join(user, `${name}.ts`), text);
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--skipLibCheck', 'false'];
  const types = ['--types', 'node', '--typeRoots', join(PACKAGE, 'node_modules', '@types')];
  return run(process.execPath, [TSC, ...options, ...types, `${name}.ts`], { cwd: user });
}

describe('the package that is published', () => {
  it('compiles and runs in an empty project, with its types and nothing else of Cull’s', async () => {
    await compile('program', PROGRAM);
    const { stdout } = await run(process.execPath, ['program.js'], {
      cwd: join(project, 'user'),
      env: { ...process.env, CULL_URL: cull.url, CULL_API_KEY: API_KEY },
    });
    expect(stdout).toBe('monitoring NOT_FOUND refused\n');
    const { stdout: tree } = await run('npm', ['ls', '--all', '--parseable'], { cwd: join(project, 'user') });
    expect(tree.match(/@cull\/\w+/g)).toEqual(['@cull/client']);
  });

  it.each(MISTAKES)('lets the compiler find a mistake: %s', async (mistake) => {
    await expect(compile('mistake', `${PROGRAM}${mistake}\n`)).rejects.toMatchObject({
      stdout: expect.stringMatching(/^mistake\.ts\(\d+,\d+\): error TS/),
    });
  });
});
