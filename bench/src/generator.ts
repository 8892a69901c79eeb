import { Pool } from 'undici';
import { API_KEY } from './api-key';
import { CALLS } from './calls';
import { type Generated, generatorInput } from './generate';
import { repeat } from './load';

// A process of its own that makes calls, so that what it costs can be told from what it measures. It answers one message and ends.
process.once('message', async (message) => {
  const { url, call, first, concurrency, forMs } = generatorInput.parse(message);
  const pool = new Pool(url, { connections: concurrency });
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
  let number = first;
  const before = process.cpuUsage();
  const { durations, tookMs } = await repeat(concurrency, forMs, async () => {
    const { method, path, body } = CALLS[call](number);
    number += 1;
    const { statusCode, body: answer } = await pool.request({ method, path, body, headers });
    const text = await answer.text();
    if (statusCode !== 200) throw new Error(`${call} answered ${statusCode}: ${text}`);
  });
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  const generated: Generated = { durations: [...durations], tookMs, cpuMs: (user + system) / 1000 };
  process.send?.(generated, () => process.disconnect());
});
