import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '@cull/servers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Child, startChild } from './child';
import { PartFailed, waitUntilReady } from './ready';
import { createSupervisor } from './supervisor';

/** Where `tsx` can be resolved from. */
const HERE = fileURLToPath(new URL('.', import.meta.url));

const LIVES = "setInterval(() => {}, 1000); console.log('up', process.pid);";

let folder: string;
let lines: string[];
const started: Child[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cull-launcher-'));
  lines = [];
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill();
  await rm(folder, { recursive: true, force: true });
});

async function run(name: string, code: string): Promise<Child> {
  await writeFile(entryOf(name), code);
  return again(name);
}

const entryOf = (name: string) => join(folder, `${name}.mjs`);

/** Starts what was run before under this name. */
function again(name: string): Child {
  const child = startChild({ name, cwd: HERE, entry: entryOf(name), env: {} }, (line) =>
    lines.push(`${name}: ${line}`),
  );
  started.push(child);
  return child;
}

const wrote = (text: string) =>
  vi.waitUntil(() => lines.some((line) => line.includes(text)), { timeout: 30_000 });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('createSupervisor', () => {
  it('names the part that ended by itself, with its last lines', async () => {
    const supervisor = createSupervisor();
    supervisor.watch(await run('worker', "console.log('about to fail'); process.exit(3);"));
    const failure = await supervisor.failed;
    expect(failure).toBeInstanceOf(PartFailed);
    expect(failure.message).toBe('worker ended with code 3; its last lines:\n  about to fail');
  });

  it('stops the last started first', async () => {
    const supervisor = createSupervisor();
    const graceful = "process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });";
    for (const name of ['first', 'second']) supervisor.watch(await run(name, `${graceful} ${LIVES}`));
    await wrote('first: up');
    await wrote('second: up');
    await supervisor.close();
    expect(lines.filter((line) => line.endsWith('bye'))).toEqual(['second: bye', 'first: bye']);
  });

  it('lets a part finish that may', async () => {
    const supervisor = createSupervisor();
    const child = await run('demo', 'process.exit(0);');
    supervisor.watch(child, true);
    await child.exited;
    expect(await Promise.race([supervisor.failed, Promise.resolve('well')])).toBe('well');
  });

  it('starts the one of several again that died, and stops it in its place', async () => {
    const restarted: string[] = [];
    const supervisor = createSupervisor(
      (name, what) => restarted.push(`${name} ${what}`),
      (count) => ({ count: count + 1, pauseMs: 0 }),
    );
    const graceful = "process.on('SIGTERM', () => { console.log('bye'); process.exit(0); });";
    for (const name of ['worker-1', 'worker-2']) {
      const child = await run(name, `${graceful} ${LIVES}`);
      supervisor.watch(child);
      supervisor.keep(child, () => again(name));
      await wrote(`${name}: up`);
    }
    const [first, second] = supervisor.running();
    lines.length = 0;
    first?.kill();
    await wrote('worker-1: up');
    expect(restarted).toEqual(['worker-1 was ended by SIGKILL']);
    const [left, fresh] = supervisor.running();
    expect(left).toBe(second);
    expect(fresh?.name).toBe('worker-1');
    await supervisor.close();
    expect(lines.filter((line) => line.endsWith('bye'))).toEqual(['worker-2: bye', 'worker-1: bye']);
    expect(supervisor.running()).toEqual([]);
  });

  it('gives up a child that keeps ending, with its last lines', async () => {
    const supervisor = createSupervisor(undefined, (count) =>
      count === 2 ? null : { count: count + 1, pauseMs: 0 },
    );
    const child = await run('worker', "console.log('no memory'); process.exit(3);");
    supervisor.watch(child);
    supervisor.keep(child, () => again('worker'));
    const failure = await supervisor.failed;
    expect(failure.message).toBe('worker ended with code 3; its last lines:\n  no memory');
    expect(lines).toEqual(['worker: no memory', 'worker: no memory', 'worker: no memory']);
  });

  it('starts nothing again that is being stopped', async () => {
    const supervisor = createSupervisor(undefined, () => ({ count: 1, pauseMs: 0 }));
    const child = await run('worker', LIVES);
    supervisor.watch(child);
    supervisor.keep(child, () => again('worker'));
    await wrote('worker: up');
    await supervisor.close();
    expect(lines).toHaveLength(1);
  });

  it('gives up waiting as soon as a part fails', async () => {
    const supervisor = createSupervisor();
    supervisor.fail(new Error('postgres ended'));
    await expect(supervisor.orFailure(new Promise(() => {}))).rejects.toThrow('postgres ended');
  });
});

describe('waitUntilReady', () => {
  it('waits for success', async () => {
    const port = await freePort();
    const code = `import { createServer } from 'node:http';
      let asked = 0;
      createServer((_, response) => { response.writeHead(asked++ < 2 ? 503 : 200).end('checking'); }).listen(${port}, '127.0.0.1');`;
    await waitUntilReady(await run('web', code), `http://127.0.0.1:${port}/readyz`, 15_000);
  });

  it('says what the part answered when the time is over', async () => {
    const port = await freePort();
    const code = `import { createServer } from 'node:http';
      createServer((_, response) => { response.writeHead(503).end('no database'); }).listen(${port}, '127.0.0.1');`;
    const waiting = waitUntilReady(await run('web', code), `http://127.0.0.1:${port}/readyz`, 3_000);
    await expect(waiting).rejects.toThrow('web was not ready after 3 s (503 no database) and wrote nothing');
  });

  it('ends with the part', async () => {
    const child = await run('web', "console.error('port taken'); process.exit(1);");
    await expect(waitUntilReady(child, 'http://127.0.0.1:9/readyz', 15_000)).rejects.toThrow(
      'web ended with code 1; its last lines:\n  port taken',
    );
  });
});

describe('a launcher that is killed', () => {
  it('takes its children with it', async () => {
    const { launcher, childPid } = await launcherWithChild();
    launcher.kill('SIGKILL');
    await vi.waitUntil(() => !isAlive(childPid), { timeout: 30_000 });
  });

  it('takes a child with it that was still loading', async () => {
    const entry = join(folder, 'child.mjs');
    await writeFile(entry, LIVES);
    const args = ['--import', 'tsx', '--import', join(HERE, 'stop-with-parent.mjs'), entry];
    const child = spawn(process.execPath, args, { cwd: HERE, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    // What the child's end of the channel sees of a launcher that dies.
    child.disconnect();
    try {
      await once(child, 'exit', { signal: AbortSignal.timeout(30_000) });
    } finally {
      child.kill('SIGKILL');
    }
  });
});

async function launcherWithChild(): Promise<{ launcher: ChildProcess; childPid: number }> {
  const entry = join(folder, 'child.mjs');
  await writeFile(entry, LIVES);
  const source = JSON.stringify(join(HERE, 'child.ts'));
  const spec = JSON.stringify({ name: 'child', cwd: HERE, entry, env: {} });
  const code = `import { startChild } from ${source}; startChild(${spec}, console.log);`;
  const launcher = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: HERE,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: launcher.stdout }), 'line');
  return { launcher, childPid: Number(String(line).replace('up ', '')) };
}

it('keeps the whole log of a part in a file of its own', async () => {
  const { openLogs } = await import('./logs');
  const shown: string[] = [];
  const logs = openLogs(join(folder, 'logs'), (part, line) =>
    shown.push(`${part} ${line.isWarning} ${line.text}`),
  );
  logs.write('web', '{"level":30,"msg":"listening"}');
  logs.write('web', '{"level":50,"msg":"cannot read","err":{"message":"gone"}}');
  logs.write('web', 'Warning: deprecated');
  logs.write('worker', '{"level":30,"variantId":"spring-7","msg":"Stopped."}');
  await logs.close();
  expect(shown).toEqual([
    'web false listening',
    'web true cannot read: gone',
    'web true Warning: deprecated',
    'worker false spring-7: Stopped.',
  ]);
  expect((await readFile(join(folder, 'logs', 'web.log'), 'utf8')).split('\n')).toHaveLength(4);
});
