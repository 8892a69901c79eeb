// node healthcheck.mjs <variable> <port>: whether the process in this container is alive, at the port that the variable names.
const [variable = '', usual = ''] = process.argv.slice(2);
const port = process.env[variable] || usual;
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
