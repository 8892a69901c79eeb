// Loaded before a child's own code. The channel to the launcher closes however the launcher ends, kill -9 included:
// then this process asks itself to end, and does so in any case a little later.
const GRACE_MS = 10_000;

function stop() {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
}

// A launcher that died while Node.js was still loading has been reported already, to nobody.
if (process.connected) process.on('disconnect', stop);
else stop();

// Listening must not keep a process alive that has nothing left to do.
process.channel?.unref();
