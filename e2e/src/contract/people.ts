import { TOTP, URI } from 'otpauth';
import { z } from 'zod';
import { mutate, query } from '../orchestrator';
import { PRODUCT } from '../product';
import { type Contract, instant } from './contract';
import { anId } from './world';

const NOBODY = 'nobody-at-all';
const NO_INVITATION = '00000000-0000-4000-8000-000000000000';

const person = z.object({
  personId: z.string(),
  email: z.email(),
  name: z.string(),
  role: z.enum(['viewer', 'operator', 'admin']),
  joinedAt: instant,
  lastSignInAt: instant.nullable(),
  signsInWith: z.array(z.string()),
  hasSecondFactor: z.boolean(),
});

const invitation = z.object({
  invitationId: z.uuid(),
  email: z.email(),
  role: z.enum(['viewer', 'operator', 'admin']),
  note: z.string(),
  invitedBy: z.string(),
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
  createdAt: instant,
  expiresAt: instant,
  acceptedAt: instant.nullable(),
});

const anInvitation = (values: object = {}) => ({
  email: `${anId('invited')}@example.org`,
  role: 'viewer',
  ...values,
});

/** Somebody who came in by an invitation. */
async function somebody(): Promise<{ personId: string }> {
  const { personId } = await newcomer();
  return { personId };
}

const PASSWORD = 'a-password-of-somebody';

async function newcomer() {
  const { email } = anInvitation();
  const { link } = await mutate('people.invite', anInvitation({ email }));
  const address = new URL(String(link));
  const accepted = await fetch(new URL('/api/invitations/accept', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: address.searchParams.get('token'),
      name: 'Somebody',
      password: PASSWORD,
    }),
  });
  if (!accepted.ok) throw new Error(`the invitation was answered with ${accepted.status}`);
  const { items } = peopleSchema.parse(await query('people.list', {}));
  const found = items.find((one) => one.email === email);
  if (found === undefined) throw new Error('the person who accepted is not among the people');
  const cookie = accepted.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { personId: found.personId, cookie };
}

const enabledSchema = z.object({ totpURI: z.string() });

/** Somebody who has set up an authenticator app. */
async function somebodyWithSecondFactor(): Promise<{ personId: string }> {
  const { personId, cookie } = await newcomer();
  const ask = async (path: string, body: object) => {
    const answer = await fetch(`${PRODUCT.url}/api/auth/two-factor/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PRODUCT.url, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
    return answer.json();
  };
  const { totpURI } = enabledSchema.parse(await ask('enable', { password: PASSWORD }));
  const app = URI.parse(totpURI);
  if (!(app instanceof TOTP)) throw new Error(`${totpURI} is for no authenticator app`);
  await ask('verify-totp', { code: app.generate() });
  return { personId };
}

const NOBODY_THERE = {
  when: 'of somebody who is not there',
  input: async () => ({ personId: NOBODY }),
  code: 'NOT_FOUND',
  says: 'personId: ',
} as const;

const peopleSchema = z.object({ items: z.array(person) });

/** Who may sign in, and who is invited to. */
export const people: readonly Contract[] = [
  { procedure: 'people.list', kind: 'query', scope: 'admin', answer: peopleSchema },
  {
    procedure: 'people.setRole',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ ...(await somebody()), role: 'operator' }),
    answer: z.object({ personId: z.string() }),
    refusals: [
      {
        when: 'of somebody who is not there',
        input: async () => ({ personId: NOBODY, role: 'viewer' }),
        code: 'NOT_FOUND',
        says: 'personId: ',
      },
      {
        when: 'of a role that there is not',
        input: async () => ({ personId: NOBODY, role: 'owner' }),
        code: 'BAD_REQUEST',
        says: 'role: ',
      },
    ],
  },
  {
    procedure: 'people.remove',
    kind: 'mutation',
    scope: 'admin',
    input: somebody,
    answer: z.object({ personId: z.string() }),
    refusals: [
      {
        when: 'of somebody who is not there',
        input: async () => ({ personId: NOBODY }),
        code: 'NOT_FOUND',
        says: 'personId: ',
      },
    ],
  },
  {
    procedure: 'people.made',
    kind: 'query',
    scope: 'admin',
    input: somebody,
    answer: z.object({
      keys: z.array(z.object({})),
      invitations: z.array(z.object({})),
      channels: z.array(z.object({})),
    }),
    refusals: [NOBODY_THERE],
  },
  {
    procedure: 'people.endSessions',
    kind: 'mutation',
    scope: 'admin',
    input: somebody,
    answer: z.object({ personId: z.string(), ended: z.literal(1) }),
    refusals: [NOBODY_THERE],
  },
  {
    procedure: 'people.resetSecondFactor',
    kind: 'mutation',
    scope: 'admin',
    input: somebodyWithSecondFactor,
    answer: z.object({ personId: z.string() }),
    refusals: [
      NOBODY_THERE,
      { when: 'of somebody who has none', input: somebody, code: 'CONFLICT', says: 'has no second factor' },
    ],
  },
  {
    procedure: 'people.invite',
    kind: 'mutation',
    scope: 'admin',
    input: async () => anInvitation(),
    answer: invitation.extend({ state: z.literal('open'), link: z.url() }),
    refusals: [
      {
        when: 'of an address that is none',
        input: async () => anInvitation({ email: 'somebody' }),
        code: 'BAD_REQUEST',
        says: 'email: ',
      },
    ],
  },
  {
    procedure: 'people.invitations',
    kind: 'query',
    scope: 'admin',
    answer: z.object({ items: z.array(invitation) }),
  },
  {
    procedure: 'people.withdraw',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({
      invitationId: (await mutate('people.invite', anInvitation()))['invitationId'],
    }),
    answer: invitation.extend({ state: z.literal('withdrawn') }),
    refusals: [
      {
        when: 'of an invitation that there is not',
        input: async () => ({ invitationId: NO_INVITATION }),
        code: 'NOT_FOUND',
        says: 'invitationId: ',
      },
    ],
  },
];
