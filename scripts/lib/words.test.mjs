import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { workingTree } from './fingerprint.mjs';
import { findWords } from './words.mjs';
import { ROOT } from './workspace.mjs';

const IS_TEXT =
  /\.(?:md|ts|tsx|mjs|css|ya?ml|json|sql|prisma|py|sh|html|conf|service|env|example)$|file$|Caddyfile/;

/** Released migrations never change; figures are written by a program; the lists of words name them. */
const IS_LEFT_OUT =
  /^(?:(?:docs-site\/)?pnpm-lock\.yaml|packages\/db\/prisma\/migrations\/|docs\/simulation-tables\.md|docs\/glossary\.md|scripts\/lib\/words)/;

/**
 * How many findings folders may still have that have not been swept. A count only ever falls: lower it with each
 * sweep, and delete the line at zero.
 */
const REMAINING = {
  'apps/web/src/components': 44,
  'apps/web/src/features/accounts': 13,
  'apps/web/src/features/decisions': 8,
  'apps/web/src/features/insights': 1,
  'apps/web/src/features/live': 64,
  'apps/web/src/features/settings': 14,
  'apps/web/src/features/thresholds': 4,
  'apps/web/src/features/variant': 23,
  'packages/db/src/sessions': 7,
  e2e: 29,
  scripts: 9,
};

const folderOf = (file) => Object.keys(REMAINING).find((folder) => file.startsWith(`${folder}/`));

/** @returns {Map<string, string[]>} Findings by folder; those of folders that have been swept are under ''. */
function findings(files) {
  const found = new Map([['', []]]);
  for (const file of files) {
    if (!IS_TEXT.test(file) || IS_LEFT_OUT.test(file) || !existsSync(join(ROOT, file))) continue;
    const folder = folderOf(file) ?? '';
    const own = findWords(readFileSync(join(ROOT, file), 'utf8')).map(
      ({ line, said, use }) => `${file}:${line} says "${said}"; write: ${use}`,
    );
    found.set(folder, [...(found.get(folder) ?? []), ...own]);
  }
  return found;
}

describe('findWords', () => {
  for (const [text, use] of [
    ['// Told of broken connections.', 'notified about, reports'],
    ['Whoever loses the race does nothing.', 'anyone who, or name the person'],
    ['it is 50 %.', 'no space before a percent sign: 50%'],
    ['const colour = 1;', 'color'],
    ['the kill line of a variant', 'kill threshold'],
    ['each look costs a call', 'check'],
  ]) {
    it(`finds what is wrong with "${text}"`, () =>
      assert.deepEqual(
        findWords(`fine\n${text}`).map((found) => [found.line, found.use]),
        [[2, use]],
      ));
  }

  for (const text of [
    'const aNew = 1;',
    'a 5 % 2 remainder',
    'the circuit breaker',
    'worth a look',
    'regretted: true',
    'look-alike',
    'It holds four variants.',
  ]) {
    it(`leaves "${text}" alone`, () => assert.deepEqual(findWords(text), []));
  }
});

describe('plain English', () => {
  const files = workingTree();
  const skip = files === null && 'git does not list the files';
  const found = findings(files ?? []);

  it('is what the repository is written in', { skip }, () => {
    const all = found.get('');
    assert.equal(all.length, 0, `\n${all.join('\n')}`);
  });

  for (const [folder, most] of Object.entries(REMAINING)) {
    it(`${folder} gets no worse`, { skip }, () => {
      const own = found.get(folder) ?? [];
      assert.ok(own.length <= most, `${own.length} findings, at most ${most}:\n${own.join('\n')}`);
    });
  }
});
