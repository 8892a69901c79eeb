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

/** @returns {readonly string[]} What the files say that should be said in other words. */
function findings(files) {
  return files
    .filter((file) => IS_TEXT.test(file) && !IS_LEFT_OUT.test(file) && existsSync(join(ROOT, file)))
    .flatMap((file) =>
      findWords(readFileSync(join(ROOT, file), 'utf8')).map(
        ({ line, said, use }) => `${file}:${line} says "${said}"; write: ${use}`,
      ),
    );
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

  it('is what the repository is written in', { skip }, () => {
    const found = findings(files);
    assert.equal(found.length, 0, `\n${found.join('\n')}`);
  });
});
