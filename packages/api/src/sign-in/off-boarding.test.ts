import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accept, check, personWith, post, statusWith } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ limits: { ...DEFAULT_LIMITS, signInsPerMinute: 1_000 } });
});
afterAll(() => server.close());

/** An admin who has made a key, an invitation and a channel. */
async function leaver() {
  const person = await personWith(server, 'admin');
  const act = async (procedure: string, input: object) => {
    const answer = await post(server, `/api/trpc/${procedure}`, input, { cookie: person.cookie });
    expect([procedure, answer.status]).toEqual([procedure, 200]);
    return (await answer.json()).result.data;
  };
  const key = await act('keys.create', { name: 'backup', scopes: ['read'] });
  const invitation = await act('people.invite', { email: `for-${person.email}`, role: 'admin' });
  const channel = await act('channels.createWebhook', {
    name: 'theirs',
    url: 'https://hooks.example.com/x',
    eventTypes: ['variant.killed'],
  });
  const token = new URL(invitation.link).searchParams.get('token') ?? '';
  const keyWorks = async () =>
    (await server.call('pool.list', {}, { key: key.key, method: 'GET' })).status === 200;
  const isOpen = async () => (await check(server, token)).status === 200;
  return { ...person, key, invitation, channel, token, keyWorks, isOpen };
}

describe('a person who leaves', () => {
  let person: Awaited<ReturnType<typeof leaver>>;
  beforeEach(async () => {
    person = await leaver();
  });

  it('is shown with what goes on without them', async () => {
    const revoked = await server.client.keys.create.mutate({ name: 'of-somebody-else', scopes: ['read'] });
    const made = await server.client.people.made.query({ personId: person.personId });
    expect(made).toEqual({
      keys: [expect.objectContaining({ keyId: person.key.keyId, name: 'backup', scopes: ['read'] })],
      invitations: [expect.objectContaining({ email: `for-${person.email}`, role: 'admin' })],
      channels: [{ channelId: person.channel.channelId, name: 'theirs', kind: 'webhook' }],
    });
    expect(JSON.stringify(made)).not.toContain(revoked.keyId);
  });

  it('takes their keys and their invitations with them, each on record', async () => {
    await server.client.people.remove.mutate({ personId: person.personId });
    expect([await person.keyWorks(), await person.isOpen()]).toEqual([false, false]);
    expect((await accept(server, person.token)).status).toBe(404);
    for (const [target, action] of [
      [`key:${person.key.keyId}`, 'keys.revoke'],
      [`invitation:${person.invitation.invitationId}`, 'people.withdraw'],
    ] as const) {
      const { items } = await server.client.audit.list.query({ target });
      expect(items).toMatchObject([
        { action, actor: 'key:first', result: 'ok', reason: 'its creator was removed' },
      ]);
    }
    const { items: channels } = await server.client.channels.list.query();
    expect(channels.map(({ channelId }) => channelId)).toContain(person.channel.channelId);
  });

  it('leaves behind what somebody says is to be kept', async () => {
    const { personId } = person;
    await server.client.people.remove.mutate({ personId, keepsKeys: true, keepsInvitations: true });
    expect([await person.keyWorks(), await person.isOpen()]).toEqual([true, true]);
  });

  it('keeps everything where they stay, as the last admin', async () => {
    await server.db.prisma.user.updateMany({
      where: { role: 'admin', id: { not: person.personId } },
      data: { role: 'viewer' },
    });
    const refused = await server.call('people.remove', { personId: person.personId });
    expect(refused.status).toBe(409);
    expect([await person.keyWorks(), await person.isOpen()]).toEqual([true, true]);
    const { items } = await server.client.audit.list.query({ target: `key:${person.key.keyId}` });
    expect(items).toMatchObject([{ action: 'keys.revoke', result: 'NOT_DONE' }]);
  });

  it('is signed out everywhere where an admin says so, and may come back', async () => {
    expect(await statusWith(server, person.cookie, 'pool.list')).toBe(200);
    const { personId } = person;
    expect(await server.client.people.endSessions.mutate({ personId })).toEqual({ personId, ended: 1 });
    expect(await statusWith(server, person.cookie, 'pool.list')).toBe(401);
    expect((await server.call('people.endSessions', { personId: 'nobody' })).status).toBe(404);
    expect((await server.call('people.made', { personId: 'nobody' }, { method: 'GET' })).status).toBe(404);
  });
});
