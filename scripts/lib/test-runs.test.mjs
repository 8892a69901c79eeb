import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { filesBehind, fingerprint } from './fingerprint.mjs';
import { openGreenRuns } from './green-runs.mjs';
import { inLanes } from './lanes.mjs';
import { Tally } from './tally.mjs';
import { optionsOf } from './test-command.mjs';

/** Jobs that end when they are told to. */
function jobsOf(...names) {
  const jobs = Object.fromEntries(names.map((name) => [name, { name }]));
  const begun = [];
  const work = (job) => {
    begun.push(job.name);
    return new Promise((resolve) => {
      job.end = async () => {
        resolve();
        await new Promise(setImmediate);
      };
    });
  };
  return { jobs, begun, work };
}

describe('inLanes', () => {
  it('does as many at once as there are lanes, the first first', async () => {
    const { jobs, begun, work } = jobsOf('a', 'b', 'c');
    const all = inLanes(Object.values(jobs), 2, work);
    assert.deepEqual(begun, ['a', 'b']);
    await jobs.b.end();
    assert.deepEqual(begun, ['a', 'b', 'c']);
    await jobs.a.end();
    await jobs.c.end();
    await all;
  });

  it('lets a job wait for the one that it needs, and others pass', async () => {
    const { jobs, begun, work } = jobsOf('build', 'browser', 'unit');
    jobs.browser.after = jobs.build;
    const all = inLanes(Object.values(jobs), 2, work);
    assert.deepEqual(begun, ['build', 'unit']);
    await jobs.unit.end();
    assert.deepEqual(begun, ['build', 'unit']);
    await jobs.build.end();
    assert.deepEqual(begun, ['build', 'unit', 'browser']);
    await jobs.browser.end();
    await all;
  });

  it('fails with the first job that does', () =>
    assert.rejects(
      inLanes([{}, {}], 1, () => Promise.reject(new Error('broken'))),
      { message: 'broken' },
    ));
});

describe('what a stage reads', () => {
  const files = [
    'packages/core/src/evaluate.ts',
    'packages/db/src/sessions.ts',
    'apps/web/src/server.ts',
    'docs/access.md',
    'README.md',
    'pnpm-lock.yaml',
  ];

  it('is its package, those that it is built on, and what belongs to none but prose', () => {
    assert.deepEqual(filesBehind(files, 'packages/core'), [
      'packages/core/src/evaluate.ts',
      'pnpm-lock.yaml',
    ]);
    assert.deepEqual(filesBehind(files, 'packages/db', ['docs']), [files[0], files[1], files[3], files[5]]);
  });

  it('has another fingerprint once anything in it has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cull-fingerprint-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, 'a'), 'one');
    const read = (...names) => fingerprint(names, folder);
    const before = read('a', 'b');
    assert.equal(read('a', 'b'), before);
    assert.notEqual(read('a'), before);
    writeFileSync(join(folder, 'b'), '');
    assert.notEqual(read('a', 'b'), before);
    writeFileSync(join(folder, 'a'), 'two');
    assert.notEqual(read('a', 'b'), before);
  });
});

describe('green runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cull-green-runs-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'runs', 'green.json');
  const green = new Tally();
  green.pass(7);
  green.skip('no Redis');

  it('are known by what was read, with their counts', () => {
    const now = new Date('2026-11-28T08:00:00Z');
    assert.equal(openGreenRuns(file).find('core', 'abc'), null);
    openGreenRuns(file).keep('core', 'abc', green, now);
    const known = openGreenRuns(file).find('core', 'abc');
    assert.equal(`${known.at} ${known.tally}`, '2026-11-28T08:00:00.000Z 7 passed, 0 failed, 1 skipped');
    assert.deepEqual(known.tally.skips, ['no Redis']);
    assert.equal(openGreenRuns(file).find('core', 'other'), null);
    assert.equal(openGreenRuns(file).find('db', 'abc'), null);
  });

  for (const how of ['failed', 'unsteady']) {
    it(`are forgotten by one that was ${how}`, () => {
      openGreenRuns(file).keep('core', 'abc', green);
      const other = new Tally();
      if (how === 'failed') other.fail('x');
      else other.unsteady.push('x');
      openGreenRuns(file).keep('core', 'abc', other);
      assert.equal(openGreenRuns(file).find('core', 'abc'), null);
    });
  }

  it('are none where the file says nothing', () => {
    writeFileSync(file, '{"core":');
    assert.equal(openGreenRuns(file).find('core', 'abc'), null);
  });
});

describe('what npm test runs again', () => {
  for (const [args, env, all] of [
    [[], {}, false],
    [['--all'], {}, true],
    [[], { CI: 'true' }, true],
    [[], { CI: '1' }, true],
    [[], { CI: 'false' }, false],
    [[], { CI: '' }, false],
  ]) {
    it(`is ${all ? 'everything' : 'what has changed'} with ${JSON.stringify([...args, env])}`, () =>
      assert.equal(optionsOf(args, env).all, all));
  }
});
