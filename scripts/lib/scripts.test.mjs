import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { nodeProblem } from './node-version.mjs';
import { requireDisk, requireFreePorts, wantedPorts } from './preflight.mjs';
import { run, runOrFail } from './run.mjs';
import { formatTime } from './steps.mjs';
import { Tally, tallyPlaywright, tallyTap, tallyVitest } from './tally.mjs';

describe('nodeProblem', () => {
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.1.3']) {
    it(`accepts ${version}`, () => assert.equal(nodeProblem(version, [20, 19]), null));
  }
  for (const version of ['20.18.3', '18.20.0', '6.17.1']) {
    it(`names ${version}`, () =>
      assert.equal(
        nodeProblem(version, [20, 19]),
        `Node.js is ${version}, Cull needs 20.19 or newer: see https://nodejs.org`,
      ));
  }
});

describe('wantedPorts', () => {
  it('has the usual ones', () => {
    assert.deepEqual(wantedPorts({}), [
      { variable: 'PORT', port: 3000 },
      { variable: 'WORKER_PORT', port: 9464 },
      { variable: 'FAKE_THREADS_PORT', port: 4010 },
    ]);
  });

  it('needs none for the look-alike when another API is named', () => {
    assert.equal(wantedPorts({ THREADS_API_URL: 'https://graph.threads.net' }).length, 2);
  });

  for (const value of ['abc', '0', '65536', '80.5', '-1']) {
    it(`refuses "${value}"`, () =>
      assert.throws(() => wantedPorts({ PORT: value }), {
        message: `PORT is "${value}": it needs a port, a whole number from 1 to 65535`,
      }));
  }

  it('has those after WORKER_PORT for further workers', () => {
    const ports = wantedPorts({ CULL_WORKERS: '3', WORKER_PORT: '9500' }).map(({ port }) => port);
    assert.deepEqual(ports, [3000, 9500, 9501, 9502, 4010]);
  });

  for (const value of ['0', 'many', '1.5', '-1', '17', '']) {
    it(`refuses "${value}" workers`, () =>
      assert.throws(() => wantedPorts({ CULL_WORKERS: value }), {
        message: `CULL_WORKERS is "${value}": it needs the number of workers, a whole number from 1 to 16`,
      }));
  }

  it('refuses a row of ports that reaches beyond the last', () => {
    assert.throws(() => wantedPorts({ CULL_WORKERS: '3', WORKER_PORT: '65534' }), {
      message: 'WORKER_PORT is "65534": it needs room for 3 ports up to 65535, one for each worker',
    });
  });

  it('names the worker whose port another part has', () => {
    assert.throws(() => wantedPorts({ CULL_WORKERS: '3', FAKE_THREADS_PORT: '9466' }), {
      message:
        'FAKE_THREADS_PORT is "9466", and so is the port of worker 3 (WORKER_PORT + 2): each needs a port of its own',
    });
  });

  it('refuses the same port twice', () => {
    assert.throws(() => wantedPorts({ PORT: '9464' }), {
      message: 'WORKER_PORT is "9464", and so is PORT: each needs a port of its own',
    });
  });
});

describe('requireFreePorts', () => {
  it('names the variable and the port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    await assert.rejects(requireFreePorts([{ variable: 'PORT', port }]), {
      message: `PORT is ${port}, and another program listens there: end it, or set PORT`,
    });
    server.close();
  });
});

describe('requireFreePorts of several workers', () => {
  it('names the worker whose port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    const env = { PORT: '1', FAKE_THREADS_PORT: '2', WORKER_PORT: String(port - 1), CULL_WORKERS: '2' };
    const second = wantedPorts(env).filter((wanted) => wanted.port === port);
    await assert.rejects(requireFreePorts(second), {
      message: `the port of worker 2 (WORKER_PORT + 1) is ${port}, and another program listens there: end it, or set WORKER_PORT`,
    });
    server.close();
  });
});

describe('requireDisk', () => {
  it('is content with what is there', () => requireDisk(1));
  it('says how much is missing', () =>
    assert.rejects(requireDisk(1e9), /has \d+ MB free, this needs 1000000000 MB: make room first/));
});

describe('run', () => {
  it('keeps output and exit code', async () => {
    const result = await run(process.execPath, ['-e', 'console.log("said"); process.exit(3)']);
    assert.deepEqual(result, { code: 3, output: 'said\n', isOverdue: false });
  });

  it('ends what takes too long, and what that has started', async () => {
    const result = await run('sh', ['-c', 'sleep 60 & wait'], { timeoutMs: 200 });
    assert.deepEqual(result, { code: 1, output: '', isOverdue: true });
  });

  it('does not wait for what a command leaves behind, in its group or in a session of its own', async () => {
    for (const command of ['sleep 60 & echo done', 'setsid sleep 60 & echo done']) {
      const result = await run('sh', ['-c', command], { timeoutMs: 30_000, childrenWithinMs: 300 });
      assert.deepEqual(result, { code: 0, output: 'done\n', isOverdue: false });
    }
  });

  it('recognizes a full disk', () =>
    assert.rejects(
      runOrFail('installing', process.execPath, [
        '-e',
        'console.error("ENOSPC: no space left"); process.exit(1)',
      ]),
      { message: 'installing failed: the disk is full' },
    ));
});

describe('Tally', () => {
  it('counts vitest, with files that could not be loaded', () => {
    const tests = ['passed', 'failed', 'skipped', 'todo'].map((status) => ({ status, fullName: status }));
    const report = {
      testResults: [
        { name: 'a.test.ts', status: 'failed', assertionResults: tests },
        { name: 'b.test.ts', status: 'failed', assertionResults: [] },
      ],
    };
    const tally = tallyVitest(report, 'core');
    assert.equal(String(tally), '1 passed, 2 failed, 2 skipped');
    assert.deepEqual(tally.failures, ['core: failed', 'core: b.test.ts']);
  });

  it('counts Playwright, suites within suites', () => {
    const spec = (status) => ({ title: status, tests: [{ status }] });
    const inner = [spec('unexpected'), spec('skipped'), spec('flaky')];
    const tally = tallyPlaywright(
      { suites: [{ specs: [spec('expected')], suites: [{ specs: inner }] }] },
      'e2e',
    );
    assert.equal(String(tally), '2 passed, 1 failed, 1 skipped');
    assert.deepEqual(tally.unsteady, ['e2e: flaky']);
  });

  it('counts TAP', () => {
    const output = '# tests 4\n# pass 2\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n';
    assert.equal(String(tallyTap(output, 'scripts')), '2 passed, 1 failed, 1 skipped');
  });

  it('adds up', () => {
    const [one, two] = [new Tally(), new Tally()];
    one.pass(2);
    two.fail('x');
    one.add(two);
    assert.equal(String(one), '2 passed, 1 failed, 0 skipped');
  });
});

describe('formatTime', () => {
  it('writes seconds, then minutes', () => {
    assert.equal(formatTime(400), '0.4 s');
    assert.equal(formatTime(125_000), '2 min 05 s');
  });
});
