import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './workspace.mjs';

const PAGE = readFileSync(join(ROOT, 'docs/asvs.md'), 'utf8');
const VERDICTS = ['met', 'open', 'n/a'];

/** The cells of table rows whose first cell matches. */
const rowsOf = (first) =>
  PAGE.split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter(([cell]) => first.test(cell));

const requirements = rowsOf(/^V\d+\.\d+\.\d+$/).map(([id, subject, verdict, why, ...more]) => {
  assert.deepEqual(more, [], `${id} has too many cells`);
  return { id, subject, verdict, why };
});

const chapterOf = ({ id }) => id.split('.', 1)[0];
const counted = (rows) => [
  ...VERDICTS.map((wanted) => rows.filter(({ verdict }) => verdict === wanted).length),
  rows.length,
];

describe('the page about ASVS', () => {
  it('has each requirement once, with a verdict and the reason', () => {
    const ids = requirements.map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    for (const { id, subject, verdict, why } of requirements) {
      assert.ok(subject && why, `${id} says too little`);
      assert.ok(VERDICTS.includes(verdict), `${id} is "${verdict}", and needs one of ${VERDICTS.join(', ')}`);
    }
  });

  it('counts them right', () => {
    const [, said] = /all (\d+) requirements/.exec(PAGE);
    assert.equal(Number(said), requirements.length);
    const written = rowsOf(/^(V\d+ .+|\*\*all\*\*)$/).map(([name, ...counts]) => [
      name.split(' ', 1)[0],
      ...counts.map(Number),
    ]);
    const chapters = [...new Set(requirements.map(chapterOf))];
    const expected = chapters.map((chapter) => [
      chapter,
      ...counted(requirements.filter((one) => chapterOf(one) === chapter)),
    ]);
    assert.deepEqual(written, [...expected, ['**all**', ...counted(requirements)]]);
  });

  it('names a file first for what is met', () => {
    const without = requirements.filter(({ verdict, why }) => verdict === 'met' && !/^`[^` ]+`/.test(why));
    assert.deepEqual(
      without.map(({ id }) => id),
      [],
    );
  });

  it('names no file that is not there', () => {
    const first = requirements
      .filter(({ verdict }) => verdict === 'met')
      .flatMap(({ why }) => [.../^(?:`[^`]+`(?:, )?)+/.exec(why)[0].matchAll(/`([^`]+)`/g)]);
    // A path elsewhere on the page has a folder and an ending; addresses of the API begin with a slash.
    const others = PAGE.matchAll(/`([\w.-]+\/[^` ]+\.\w+)`/g);
    const paths = [...first, ...others].map(([, path]) => path);
    const missing = [...new Set(paths)].filter((path) => !existsSync(join(ROOT, path)));
    assert.deepEqual(missing.sort(), []);
  });
});
