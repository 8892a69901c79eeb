import { readEnvironment } from '@cull/process';
import { expect, it } from 'vitest';
import { environmentSchema } from './environment';

const GOOD = {
  DATABASE_URL: 'postgres://u:secret@h/db',
  THREADS_API_URL: 'http://127.0.0.1:4010',
  THREADS_ACCESS_TOKEN: 't',
  CULL_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
};

it('takes the defaults of the contract', () => {
  expect(readEnvironment(environmentSchema, { ...GOOD, REDIS_URL: '' })).toMatchObject({
    POLL_INTERVAL_MS: 1000,
    WORKER_PORT: 9464,
    THREADS_BATCH: false,
  });
});

it.each([
  { name: 'POLL_INTERVAL_MS', value: 'fast', says: 'POLL_INTERVAL_MS has "fast"' },
  { name: 'WORKER_PORT', value: '70000', says: 'WORKER_PORT has "70000"' },
  { name: 'DATABASE_URL', value: 'mysql://u:secret@h/db', says: 'DATABASE_URL has a value' },
  { name: 'THREADS_ACCESS_TOKEN', value: '', says: 'THREADS_ACCESS_TOKEN has nothing' },
  {
    name: 'CULL_ENCRYPTION_KEY',
    value: '',
    says: 'CULL_ENCRYPTION_KEY has nothing: needs 32 bytes in base64',
  },
  { name: 'CULL_ENCRYPTION_KEY', value: 'c2VjcmV0', says: 'CULL_ENCRYPTION_KEY has a value: needs 32 bytes' },
])('names $name when it is wrong, in one line, without secrets', ({ name, value, says }) => {
  const wrong = () => readEnvironment(environmentSchema, { ...GOOD, [name]: value });
  expect(wrong).toThrow(says);
  expect(wrong).not.toThrow(/secret|\n/);
});
