import {
  endSessionsOf,
  hasPerson,
  listInvitations,
  listPeople,
  type PersonChange,
  readInvitation,
  readMadeBy,
  readPersonEmail,
  removePerson,
  resetSecondFactor,
  setPersonRole,
  storeInvitation,
  withdrawInvitation,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import { auditedProcedure, confirmedProcedure, recordTogether } from '../access/audit';
import type { Services } from '../context';
import { toIso } from '../schemas/common';
import {
  changedPersonOutput,
  endedSessionsOutput,
  invitationInput,
  invitationOutput,
  invitationsOutput,
  inviteInput,
  madeOutput,
  newInvitationOutput,
  peopleOutput,
  personInput,
  removeInput,
  setRoleInput,
} from '../schemas/people';
import { procedureFor, router } from '../trpc';

const INVITATION_DAYS = 7;
const DAY_MS = 86_400_000;

/** The people who may sign in, and those who are invited to. */
export const peopleRouter = router({
  list: procedureFor('admin')
    .output(peopleOutput)
    .query(async ({ ctx: { services } }) => ({ items: (await listPeople(services.db)).map(presentPerson) })),

  /** What they may do from their next call on. */
  setRole: confirmedProcedure(setRoleInput, addressOf)
    .output(changedPersonOutput)
    .mutation(async ({ ctx: { services, actor }, input: { personId, role } }) => {
      demand(await setPersonRole(services.db, personId, role), personId, 'demoted');
      services.log.warn({ personId, role, actor: actor.name }, 'a person was given a role');
      return { personId };
    }),

  /** What they made that goes on without them. */
  made: procedureFor('admin')
    .input(personInput)
    .output(madeOutput)
    .query(async ({ ctx: { services }, input: { personId } }) => {
      const { keys, invitations, channels } = await madeBy(services, personId);
      return {
        keys: keys.map(({ id, expiresAt, lastUsedAt, ...key }) => ({
          keyId: id,
          ...key,
          expiresAt: toIso(expiresAt?.getTime() ?? null),
          lastUsedAt: toIso(lastUsedAt?.getTime() ?? null),
        })),
        invitations: invitations.map(({ id, expiresAt, ...invitation }) => ({
          invitationId: id,
          ...invitation,
          expiresAt: toIso(expiresAt.getTime()),
        })),
        channels: channels.map(({ id, ...channel }) => ({ channelId: id, ...channel })),
      };
    }),

  /** Ends all their sessions; they may sign in again. */
  endSessions: auditedProcedure('admin', personInput, addressOf)
    .output(endedSessionsOutput)
    .mutation(async ({ ctx: { services, actor }, input: { personId } }) => {
      if ((await readPersonEmail(services.db, personId)) === null) throw unknownPerson(personId);
      const ended = await endSessionsOf(services.db, personId);
      services.notifier.publish({ kind: 'access' });
      services.log.warn({ personId, ended, actor: actor.name }, 'the sessions of a person were ended');
      return { personId, ended };
    }),

  /** Their sessions end with them, and so do their keys and their open invitations unless they are kept. */
  remove: confirmedProcedure(removeInput, addressOf)
    .output(changedPersonOutput)
    .mutation(async ({ ctx: { services, actor, origin }, input }) => {
      const { personId, keepsKeys, keepsInvitations } = input;
      const made = await madeBy(services, personId);
      const keyIds = keepsKeys ? [] : made.keys.map(({ id }) => id);
      const invitationIds = keepsInvitations ? [] : made.invitations.map(({ id }) => id);
      const by = { actor: actor.name, ...origin, reason: 'its creator was removed' };
      const acts = [
        ...keyIds.map((keyId) => ({ ...by, action: 'keys.revoke', target: `key:${keyId}` })),
        ...invitationIds.map((id) => ({ ...by, action: 'people.withdraw', target: `invitation:${id}` })),
      ];
      await recordTogether(services, acts, async () => {
        const ends = { keyIds, invitationIds, now: services.now() };
        demand(await removePerson(services.db, personId, ends), personId, 'removed');
      });
      services.notifier.publish({ kind: 'access' });
      services.log.warn({ personId, actor: actor.name }, 'a person was removed');
      return { personId };
    }),

  /** Resets the second factor of somebody who lost it. */
  resetSecondFactor: confirmedProcedure(personInput, addressOf)
    .output(changedPersonOutput)
    .mutation(async ({ ctx: { services, actor }, input: { personId } }) => {
      if (!(await resetSecondFactor(services.db, personId))) {
        const isKnown = (await readPersonEmail(services.db, personId)) !== null;
        throw isKnown
          ? new TRPCError({ code: 'CONFLICT', message: `personId: ${personId} has no second factor` })
          : unknownPerson(personId);
      }
      services.log.warn({ personId, actor: actor.name }, 'a second factor was reset');
      return { personId };
    }),

  /** Makes a link for somebody to come in by, once; one that they have not used yet is replaced. */
  invite: confirmedProcedure(inviteInput)
    .output(newInvitationOutput)
    .mutation(async ({ ctx: { services, actor }, input: { email, role, note } }) => {
      if (await hasPerson(services.db, email))
        throw new TRPCError({ code: 'CONFLICT', message: `email: ${email} is one of the people already` });
      const now = services.now();
      const expiresAt = now + INVITATION_DAYS * DAY_MS;
      const wanted = { email, role, note, invitedBy: actor.name, expiresAt, now };
      const { invitation, token } = await storeInvitation(services.db, wanted);
      services.log.warn({ invitationId: invitation.id, role, actor: actor.name }, 'somebody was invited');
      const link = `${services.baseUrl}/invitation?token=${token}`;
      return { ...presentInvitation(invitation, now), link };
    }),

  invitations: procedureFor('admin')
    .output(invitationsOutput)
    .query(async ({ ctx: { services } }) => ({
      items: (await listInvitations(services.db)).map((row) => presentInvitation(row, services.now())),
    })),

  withdraw: auditedProcedure('admin', invitationInput)
    .output(invitationOutput)
    .mutation(async ({ ctx: { services, actor }, input: { invitationId } }) => {
      const isDone = await withdrawInvitation(services.db, invitationId, services.now());
      const presented = await presentStored(services, invitationId);
      if (!isDone) {
        const message = `invitationId: ${invitationId} is accepted or withdrawn already`;
        throw new TRPCError({ code: 'CONFLICT', message });
      }
      services.log.warn({ invitationId, actor: actor.name }, 'an invitation was withdrawn');
      return presented;
    }),
});

/** The audit trail keeps whom it was: of a person who is removed, the id says nothing any more. */
async function addressOf({ db }: Services, { personId }: { personId?: string | undefined }) {
  const email = personId === undefined ? null : await readPersonEmail(db, personId);
  return email === null ? null : `user:${email}`;
}

async function madeBy({ db, now }: Services, personId: string) {
  const email = await readPersonEmail(db, personId);
  if (email === null) throw unknownPerson(personId);
  return readMadeBy(db, `user:${email}`, now());
}

function unknownPerson(personId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `personId: ${personId} is unknown` });
}

function demand(change: PersonChange, personId: string, what: 'demoted' | 'removed'): void {
  if (change === 'unknown') throw unknownPerson(personId);
  if (change === 'last_admin') {
    const message = `personId: ${personId} is the last admin, who cannot be ${what}; make somebody else an admin first`;
    throw new TRPCError({ code: 'CONFLICT', message });
  }
}

type PersonRow = Awaited<ReturnType<typeof listPeople>>[number];

function presentPerson({ id, email, name, role, createdAt, accounts, sessions, ...rest }: PersonRow) {
  return {
    personId: id,
    email,
    name,
    role,
    joinedAt: toIso(createdAt.getTime()),
    lastSignInAt: toIso(sessions[0]?.createdAt.getTime() ?? null),
    hasSecondFactor: rest.twoFactorEnabled,
    signsInWith: accounts.map(({ providerId }) => (providerId === 'credential' ? 'password' : providerId)),
  };
}

async function presentStored(services: Services, invitationId: string) {
  const row = await readInvitation(services.db, invitationId);
  if (row === null)
    throw new TRPCError({ code: 'NOT_FOUND', message: `invitationId: ${invitationId} is unknown` });
  return presentInvitation(row, services.now());
}

type InvitationRow = NonNullable<Awaited<ReturnType<typeof readInvitation>>>;

function presentInvitation(
  { id, acceptedAt, withdrawnAt, createdAt, expiresAt, ...rest }: InvitationRow,
  now: number,
) {
  const isExpired = expiresAt.getTime() <= now;
  const { email, role, note, invitedBy } = rest;
  const state = acceptedAt ? 'accepted' : withdrawnAt ? 'withdrawn' : isExpired ? 'expired' : 'open';
  return {
    invitationId: id,
    email,
    role,
    note,
    invitedBy,
    state: state satisfies 'accepted' | 'withdrawn' | 'expired' | 'open',
    createdAt: toIso(createdAt.getTime()),
    expiresAt: toIso(expiresAt.getTime()),
    acceptedAt: toIso(acceptedAt?.getTime() ?? null),
  } as const;
}
