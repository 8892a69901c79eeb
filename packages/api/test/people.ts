import { z } from 'zod';
import type { Role } from '../src/access/access';
import type { TestServer } from './server';

export const PASSWORD = 'a-password-of-their-own';

/** The cookies that an answer sets, as a browser would send them back. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** Calls what is there for browsers, from a page of the dashboard itself. */
export function post(server: TestServer, path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, ...headers },
    body: JSON.stringify(body),
  });
}

export function signIn(server: TestServer, email: string, password: string): Promise<Response> {
  return post(server, '/api/auth/sign-in/email', { email, password });
}

/** The status of a query without input, with a person's cookie. */
export async function statusWith(server: TestServer, cookie: string, procedure: string): Promise<number> {
  return (await fetch(`${server.url}/api/trpc/${procedure}`, { headers: { cookie } })).status;
}

/** Invites somebody. */
export async function invite(server: TestServer, email: string, role: Role) {
  const invitation = await server.client.people.invite.mutate({ email, role });
  return { ...invitation, token: new URL(invitation.link).searchParams.get('token') ?? '' };
}

export function accept(
  server: TestServer,
  token: string,
  values: Record<string, unknown> = {},
): Promise<Response> {
  return post(server, '/api/invitations/accept', { token, name: 'Ann', password: PASSWORD, ...values });
}

export function check(server: TestServer, token: string): Promise<Response> {
  return post(server, '/api/invitations/check', { token });
}

let invited = 0;
/** Somebody new with this role, signed in. */
export async function personWith(server: TestServer, role: Role) {
  invited += 1;
  const email = `person-${invited}@example.org`;
  const { token } = await invite(server, email, role);
  const accepted = await accept(server, token);
  z.object({ role: z.literal(role) }).parse(await accepted.json());
  const { items } = await server.client.people.list.query();
  const personId = items.find((person) => person.email === email)?.personId ?? '';
  return { email, personId, cookie: cookieOf(accepted) };
}
