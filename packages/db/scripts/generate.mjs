// `prisma generate` needs no schema engine, but stops where it cannot find or download one.
// Any existing program satisfies that check; it is never run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync('prisma', ['generate'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', ...process.env },
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
