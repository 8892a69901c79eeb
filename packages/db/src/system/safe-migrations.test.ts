import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));
const MIGRATIONS = join(PACKAGE, 'prisma', 'migrations');
/** Those before it are in every database, and stay as they are. */
const FIRST_CHECKED = '20261128840000_halt_reminders';

/** Lints SQL. @returns The names of the rules that it breaks. */
function problemsIn(path: string): Promise<readonly string[]> {
  const squawk = join(PACKAGE, 'node_modules', '.bin', 'squawk');
  const args = ['--config', join(PACKAGE, '.squawk.toml'), '--reporter', 'gcc', path];
  return new Promise((resolve, reject) => {
    execFile(squawk, args, (error, stdout) => {
      if (error !== null && typeof error.code !== 'number') return reject(error);
      resolve([...stdout.matchAll(/: (?:warning|error): (\S+)/g)].map(([, rule = '']) => rule));
    });
  });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cull-migration-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a migration', () => {
  it('locks no table for long, and takes nothing from the version that is running', async () => {
    const names = (await readdir(MIGRATIONS)).filter((name) => name >= FIRST_CHECKED && !name.includes('.'));
    expect(names).toContain(FIRST_CHECKED);
    for (const name of names)
      expect([name, await problemsIn(join(MIGRATIONS, name, 'migration.sql'))]).toEqual([name, []]);
  });

  it.each([
    ['ALTER TABLE variants DROP COLUMN content;', 'ban-drop-column'],
    ['ALTER TABLE variants RENAME COLUMN content TO body;', 'renaming-column'],
    ['ALTER TABLE variants ALTER COLUMN content TYPE varchar(9);', 'changing-column-type'],
    ['CREATE INDEX slow ON variants (content);', 'require-concurrent-index-creation'],
    ['ALTER TABLE variants ADD COLUMN short text NOT NULL;', 'adding-required-field'],
    ['ALTER TABLE variants ADD COLUMN short text;', 'require-lock-timeout'],
  ])('is refused: %s', async (statement, rule) => {
    const isAboutTimeout = rule === 'require-lock-timeout';
    const path = join(folder, `${rule}.sql`);
    await writeFile(path, isAboutTimeout ? statement : `SET LOCAL lock_timeout = '5s';\n${statement}\n`);
    expect(await problemsIn(path)).toContain(rule);
  });
});
