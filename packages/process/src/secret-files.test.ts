import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment';
import { SECRET_VARIABLES, withSecretFiles } from './secret-files';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cull-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function aFile(text: string): string {
  const path = join(folder, `secret-${text.length}`);
  writeFileSync(path, text);
  return path;
}

it.each(SECRET_VARIABLES)('%s may be given as a file', (name) => {
  const given = { [`${name}_FILE`]: aFile(' a secret with spaces  \n'), PORT: '1', OTHER_FILE: 'kept' };
  expect(withSecretFiles(given)).toEqual({ [name]: ' a secret with spaces', PORT: '1', OTHER_FILE: 'kept' });
});

it('a process reads it as if it had been set', () => {
  const environment = { CULL_METRICS_TOKEN_FILE: aFile('token\n') };
  expect(readEnvironment(z.object({ CULL_METRICS_TOKEN: z.string() }), environment)).toEqual({
    CULL_METRICS_TOKEN: 'token',
  });
});

it('an empty name of a file is none', () => {
  expect(withSecretFiles({ REDIS_URL_FILE: '', REDIS_URL: 'redis://a' })).toEqual({ REDIS_URL: 'redis://a' });
});

it('what is wrong is named, and no secret shown', () => {
  const path = aFile('the secret itself');
  const wrong = {
    CULL_API_KEY_FILE: '/nowhere',
    CULL_AUTH_SECRET_FILE: path,
    CULL_AUTH_SECRET: 'the other one',
    REDIS_URL_FILE: aFile('\n'),
  };
  expect(() => withSecretFiles(wrong)).toThrow(
    /^CULL_API_KEY_FILE has "\/nowhere": needs the path of a file that can be read \(ENOENT.*\)\nCULL_AUTH_SECRET_FILE has ".*": needs CULL_AUTH_SECRET to be left out, which is set as well\nREDIS_URL_FILE has ".*": needs a file that is not empty$/,
  );
  expect(() => withSecretFiles(wrong)).not.toThrow(/the secret itself|the other one/);
});
