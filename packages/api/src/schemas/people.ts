import { z } from 'zod';
import { ROLES } from '../access/access';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../sign-in/passwords';
import { idSchema, textSchema } from './common';

const emailSchema = z
  .email()
  .max(254)
  .toLowerCase()
  .describe('Their email address; upper and lower case are equal.')
  .meta({ examples: ['ann@example.org'] });
const roleSchema = z.enum(ROLES).describe('What they may do.');

export const personInput = z.strictObject({
  personId: idSchema.describe('The person, as `people.list` gives them.'),
});
export const setRoleInput = personInput.extend({ role: roleSchema });

export const removeInput = personInput.extend({
  keepsKeys: z
    .boolean()
    .default(false)
    .describe('Whether the keys that they created stay active; otherwise they are revoked.'),
  keepsInvitations: z
    .boolean()
    .default(false)
    .describe('Whether the open invitations that they sent stay open; otherwise they are withdrawn.'),
});

export const inviteInput = z.strictObject({
  email: emailSchema,
  role: roleSchema,
  note: textSchema(500).trim().default('').describe('Why. Shown in the list.'),
});

export const invitationInput = z.strictObject({
  invitationId: z.uuid().describe('The invitation, as `people.invitations` gives it.'),
});

/** What somebody sends who was invited. */
export const acceptInput = z.strictObject({
  token: idSchema,
  name: textSchema(100).trim().min(1, 'needs a name'),
  password: textSchema(MAX_PASSWORD_LENGTH).min(
    MIN_PASSWORD_LENGTH,
    `needs at least ${MIN_PASSWORD_LENGTH} characters`,
  ),
});

/** What somebody sends who has an invitation's link, before they fill anything in. */
export const checkInput = acceptInput.pick({ token: true });

export const peopleOutput = z.object({
  items: z.array(
    z.object({
      personId: z.string(),
      email: z.string(),
      name: z.string(),
      role: z.string(),
      joinedAt: z.string(),
      lastSignInAt: z.string().nullable().describe('Null where none of their sessions is kept any more.'),
      hasSecondFactor: z.boolean().describe('Whether a code is asked for after their password.'),
      signsInWith: z.array(z.string()).describe('`password`, or the names of providers.'),
    }),
  ),
});

export const changedPersonOutput = z.object({ personId: z.string() });

export const endedSessionsOutput = changedPersonOutput.extend({ ended: z.number().int() });

export const madeOutput = z.object({
  keys: z
    .array(
      z.object({
        keyId: z.string(),
        name: z.string(),
        prefix: z.string(),
        scopes: z.array(z.string()),
        expiresAt: z.string().nullable(),
        lastUsedAt: z.string().nullable(),
      }),
    )
    .describe('The active ones.'),
  invitations: z
    .array(
      z.object({
        invitationId: z.string(),
        email: z.string(),
        role: z.string(),
        expiresAt: z.string(),
      }),
    )
    .describe('Those that are open.'),
  channels: z.array(z.object({ channelId: z.string(), name: z.string(), kind: z.string() })),
});

export const invitationOutput = z.object({
  invitationId: z.string(),
  email: z.string(),
  role: z.string(),
  note: z.string(),
  invitedBy: z.string(),
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
  createdAt: z.string(),
  expiresAt: z.string(),
  acceptedAt: z.string().nullable(),
});

export const invitationsOutput = z.object({ items: z.array(invitationOutput) });

export const newInvitationOutput = invitationOutput.extend({
  link: z.string().describe('For them alone, and shown once: Cull only keeps its hash.'),
});
