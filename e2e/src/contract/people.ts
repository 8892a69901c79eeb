import { z } from 'zod';
import { mutate, query } from '../orchestrator';
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
  const { email } = anInvitation();
  const { link } = await mutate('people.invite', anInvitation({ email }));
  const address = new URL(String(link));
  const accepted = await fetch(new URL('/api/invitations/accept', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: address.searchParams.get('token'),
      name: 'Somebody',
      password: 'a-password-of-somebody',
    }),
  });
  if (!accepted.ok) throw new Error(`the invitation was answered with ${accepted.status}`);
  const { items } = peopleSchema.parse(await query('people.list', {}));
  const found = items.find((one) => one.email === email);
  if (found === undefined) throw new Error('whoever accepted is not one of the people');
  return { personId: found.personId };
}

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
