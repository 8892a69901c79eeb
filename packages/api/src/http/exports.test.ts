import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aVariant, startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
let variantId: string;
beforeAll(async () => {
  server = await startTestServer();
  const variant = aVariant({ personaId: 'exported' });
  await server.call('variants.posted', variant);
  variantId = String(variant['variantId']);
  await server.client.monitoring.kill.mutate({ variantId, reason: '=cmd()' });
});
afterAll(() => server.close());

async function exported(query: string, key: string) {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${server.url}/api/decisions?${query}`, { headers });
  return { status: response.status, text: await response.text() };
}

describe('the export of decisions', () => {
  it('gives what the filter selects to anyone who may read, safe for spreadsheets', async () => {
    const reader = await server.keyFor('read');
    const { status, text } = await exported('personaId=exported', reader);
    expect(status).toBe(200);
    const [header, row, ...more] = text.trim().split('\n');
    expect(header?.startsWith('decisionId,decidedAt,outcome,reason,')).toBe(true);
    expect(row).toContain(`,killed,manual,,${variantId},exported,`);
    expect(row).toContain("'=cmd()");
    expect(more).toEqual([]);
    expect(header).toContain(',views,interactions,interactionsDue,engagementRate,');
    const { text: lines } = await exported('personaId=exported&format=ndjson', reader);
    expect(JSON.parse(lines)).toMatchObject({
      variantId,
      outcome: 'killed',
      note: '=cmd()',
      expectedEngagementRate: expect.any(Number),
    });
  });

  it('is filtered by time, as the list is', async () => {
    const [decision] = (await server.client.decisions.list.query({ variantId })).items;
    const at = decision?.decidedAt ?? '';
    const during = { variantId, since: at, until: new Date(Date.parse(at) + 1).toISOString() };
    expect((await server.client.decisions.list.query(during)).items).toHaveLength(1);
    expect((await server.client.decisions.list.query({ variantId, until: at })).items).toEqual([]);
    const reader = await server.keyFor('read');
    expect((await exported(`variantId=${variantId}&until=${at}&format=ndjson`, reader)).text).toBe('');
  });

  it('refuses who may not read, and a filter that is none', async () => {
    expect((await exported('', await server.keyFor('ingest'))).status).toBe(403);
    const { status, text } = await exported('outcome=lost', await server.keyFor('read'));
    expect([status, text]).toEqual([400, expect.stringContaining('outcome: ')]);
    const twice = await exported('personaId=a&personaId=b', await server.keyFor('read'));
    expect([twice.status, twice.text]).toEqual([
      400,
      expect.stringContaining('personaId: must appear only once'),
    ]);
  });
});

it('the export of the audit trail is an entry of its own', async () => {
  const headers = { authorization: `Bearer ${await server.keyFor('admin')}`, 'user-agent': 'a-collector' };
  const response = await fetch(`${server.url}/api/audit?action=monitoring.kill&format=ndjson`, { headers });
  expect(response.status).toBe(200);
  await response.text();
  const { items } = await server.client.audit.list.query({ action: 'audit.export' });
  expect(items).toMatchObject([
    { result: 'ok', userAgent: 'a-collector', input: { action: 'monitoring.kill', format: 'ndjson' } },
  ]);
});
