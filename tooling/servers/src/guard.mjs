// Runs one server and ends it as soon as this process' standard input closes. The operating system closes that pipe
// however the owner ends, kill -9 included, so no server outlives the process that asked for it.
// Plain JavaScript: it must be up before any TypeScript loader could be.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const { command, args, cwd, env, uid, gid, stopSignal, killSignal, graceMs, removeAfter } = JSON.parse(
  process.argv[2] ?? '{}',
);

const server = spawn(command, args, { cwd, env, uid, gid, stdio: ['ignore', 'inherit', 'inherit'] });

server.on('error', (error) => {
  process.stderr.write(`cannot run ${command}: ${error.message}\n`);
  process.exit(127);
});
server.on('exit', (code) => {
  if (removeAfter) rmSync(removeAfter, { recursive: true, force: true });
  process.exit(code ?? 1);
});

function stop() {
  server.kill(stopSignal);
  setTimeout(() => server.kill(killSignal), graceMs).unref();
}

process.stdin.on('end', stop).on('error', stop).resume();
process.on('SIGTERM', stop);
// The terminal sends these to everybody at once; the owner decides the order of closing.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
// A dead owner cannot read what the server still says.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
