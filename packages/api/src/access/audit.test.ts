import { listAuditEntries, openAuditEntry } from '@cull/db';
import type { AnyTRPCRouter } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personWith } from '../../test/people';
import { ADMIN_KEY, aVariant, startTestServer, type TestServer } from '../../test/server';
import { restProcedures } from '../rest/procedures';
import { appRouter } from '../router';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const audit = () => server.client.audit;
const newest = async () => (await audit().list.query({ limit: 1 })).items[0];
const exported = (query: string, key = ADMIN_KEY) =>
  fetch(`${server.url}/api/audit?${query}`, { headers: { authorization: `Bearer ${key}` } });

describe('the audit trail', () => {
  it('keeps every change that people or admins can make', () => {
    const router: AnyTRPCRouter = appRouter;
    const procedures: Record<string, { _def: { meta?: unknown } }> = router._def.procedures;
    const changes = restProcedures().filter(
      ({ type, scope }) => type === 'mutation' && (scope === 'control' || scope === 'admin'),
    );
    expect(changes.length).toBeGreaterThan(20);
    for (const { name } of changes)
      expect([name, procedures[name]?._def.meta]).toEqual([
        name,
        expect.objectContaining({ isAudited: true }),
      ]);
  });

  it('says who did what, to what, from where, why, and the result', async () => {
    const { variantId } = await server.client.variants.posted.mutate(aVariant());
    const kill = () => server.call('monitoring.kill', { variantId, reason: 'a wrong picture' });
    await kill();
    expect(await newest()).toMatchObject({
      actor: 'key:first',
      action: 'monitoring.kill',
      target: `variant:${variantId}`,
      reason: 'a wrong picture',
      input: { variantId, reason: 'a wrong picture' },
      address: expect.stringContaining('127.0.0.1'),
      userAgent: 'node',
      result: 'ok',
      message: null,
    });
    await kill();
    expect(await newest()).toMatchObject({
      result: 'CONFLICT',
      message: expect.stringContaining('had ended before'),
    });
  });

  it('knows thresholds by their scope, and keeps what was asked for', async () => {
    const values = { killRatio: 0.4 };
    const scope = { type: 'persona' as const, id: 'ada' };
    await server.client.thresholds.set.mutate({ scope, values, note: 'too eager' });
    expect(await newest()).toMatchObject({
      action: 'thresholds.set',
      target: 'persona:ada',
      reason: 'too eager',
      input: { values },
    });
    await server.client.system.pause.mutate({ scope: { type: 'global' }, reason: 'a holiday' });
    expect(await newest()).toMatchObject({ action: 'system.pause', target: 'global', reason: 'a holiday' });
    await server.client.system.resume.mutate({ scope: { type: 'global' }, reason: 'over' });
  });

  it('says who was changed or removed by their address', async () => {
    const { personId, email } = await personWith(server, 'viewer');
    await server.client.people.setRole.mutate({ personId, role: 'operator' });
    await server.client.people.remove.mutate({ personId });
    const { items } = await audit().list.query({ target: email, limit: 2 });
    expect(items).toMatchObject([
      { action: 'people.remove', target: `user:${email}`, input: { personId } },
      { action: 'people.setRole', target: `user:${email}` },
    ]);
    await server.call('people.remove', { personId });
    expect(await newest()).toMatchObject({ target: `person:${personId}`, result: 'NOT_FOUND' });
  });

  it('keeps no secret', async () => {
    const botToken = 'xoxb-very-secret';
    await server.client.channels.createSlack.mutate({ name: 's', botToken, slackChannel: 'C1' });
    const { key } = await server.client.keys.create.mutate({ name: 'k', scopes: ['read'] });
    const kept = JSON.stringify(await listAuditEntries(server.db, {}, undefined, 500), (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(kept).not.toContain(botToken);
    expect(kept).not.toContain(key);
    expect(kept).toContain('(secret)');
  });

  it('has no room for calls that are refused before they are understood', async () => {
    const before = await newest();
    await server.call('monitoring.kill', { variantId: 'x' });
    await server.call(
      'monitoring.kill',
      { variantId: 'x', reason: 'x' },
      { key: await server.keyFor('read') },
    );
    expect(await newest()).toEqual(before);
  });

  it('does nothing that it cannot put on record', async () => {
    const { variantId } = await server.client.variants.posted.mutate(aVariant());
    await server.db.pool.query('ALTER TABLE audit_entries RENAME TO away');
    const refused = await server.call('monitoring.kill', { variantId, reason: 'x' });
    await server.db.pool.query('ALTER TABLE away RENAME TO audit_entries');
    expect(refused.status).toBe(500);
    expect(await server.client.monitoring.status.query({ variantId })).toMatchObject({
      status: 'monitoring',
    });
  });

  it('keeps who came in, and who tried to', async () => {
    const signIn = (password: string) =>
      fetch(`${server.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ email: 'admin@cull.local', password }),
      });
    await signIn('a-wrong-password');
    const tried = { action: 'sign_in', target: 'user:admin@cull.local', input: { method: 'password' } };
    expect(await newest()).toMatchObject({ ...tried, actor: 'nobody', result: 'UNAUTHORIZED' });
    await signIn('a-long-password');
    expect(await newest()).toMatchObject({ ...tried, actor: 'user:admin@cull.local', result: 'ok' });
    expect((await newest())?.address).toContain('127.0.0.1');
  });

  it('is filtered and read page by page', async () => {
    const target = 'variant:paged';
    const entry = { actor: 'user:a', action: 'monitoring.kill', target, reason: null, address: null };
    for (let at = 1; at <= 5; at += 1)
      await openAuditEntry(server.db, { ...entry, at: at * 1_000, input: {}, userAgent: null });
    const first = await audit().list.query({ target, limit: 3 });
    const rest = await audit().list.query({ target, limit: 3, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...rest.items].map(({ at }) => Date.parse(at))).toEqual([
      5e3, 4e3, 3e3, 2e3, 1e3,
    ]);
    expect(rest.nextCursor).toBeNull();
    const unkinded = await audit().list.query({ actor: 'a', target: 'paged' });
    expect(unkinded.items).toHaveLength(5);
    const late = await exported(`format=ndjson&target=${target}&actor=user:b`);
    expect(await late.text()).toBe('');
  });
});

describe('the export', () => {
  it('gives the whole trail as CSV that no spreadsheet runs', async () => {
    const input = { variantId: 'x', reason: '=HYPERLINK("http://example.org")' };
    await server.call('monitoring.stop', input);
    const response = await exported('action=monitoring.stop');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="cull-audit.csv"');
    const [header, row, ...more] = (await response.text()).trim().split('\n');
    expect(header).toBe('entryId,at,actor,action,target,reason,result,message,address,userAgent,input');
    expect(row).toContain(`"'=HYPERLINK(""http://example.org"")"`);
    expect(row).toContain('NOT_FOUND');
    expect(more).toEqual([]);
  });

  it('gives it as lines of JSON, beyond one page', async () => {
    const entry = { actor: 'user:many', action: 'sign_in', target: null, reason: null, address: null };
    for (let at = 0; at < 600; at += 1)
      await openAuditEntry(server.db, { ...entry, at, input: {}, userAgent: null });
    const response = await exported('format=ndjson&actor=user:many');
    const lines = (await response.text()).trim().split('\n');
    expect(new Set(lines.map((line) => JSON.parse(line).entryId)).size).toBe(600);
  });

  it('is for admins, with a filter that is one', async () => {
    expect((await fetch(`${server.url}/api/audit`)).status).toBe(401);
    expect((await exported('', await server.keyFor('read', 'control'))).status).toBe(403);
    const refused = await exported('since=yesterday&nothing=1');
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('since: ')]);
  });
});
