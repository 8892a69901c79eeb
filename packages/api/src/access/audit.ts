import { closeAuditEntry, type NewAuditEntry, openAuditEntry } from '@cull/db';
import { z } from 'zod';
import type { Services } from '../context';
import type { AccessEvent } from '../sign-in/access-events';
import type { RefusedMore } from '../sign-in/refused-attempts';
import { messageOf, procedureFor } from '../trpc';
import type { AccessScope } from './access';

type NameTarget = (services: Services, subject: Subject) => Promise<string | null>;

/**
 * A procedure for callers who have this scope, of which the audit trail keeps who asked for what, from where and why,
 * and the result. The entry is written first: what cannot be put on record is not done.
 * @param nameTarget What it is done to, where the input alone would not tell afterward; null leaves it to the input.
 */
export function auditedProcedure<Input extends z.ZodType<object, object>>(
  scope: AccessScope,
  schema: Input,
  nameTarget?: NameTarget,
) {
  return audited(procedureFor(scope, { isAudited: true }), schema, nameTarget);
}

/** The same for what gives access to others, or a secret away: admins confirm first that it is them. */
export function confirmedProcedure<Input extends z.ZodType<object, object>>(
  schema: Input,
  nameTarget?: NameTarget,
) {
  return audited(procedureFor('admin', { isAudited: true, isConfirmed: true }), schema, nameTarget);
}

function audited<Input extends z.ZodType<object, object>>(
  procedure: ReturnType<typeof procedureFor>,
  schema: Input,
  nameTarget?: NameTarget,
) {
  return procedure.input(schema).use(async ({ ctx: { services, actor, origin }, path, input, next }) => {
    const { db, log, now } = services;
    const subject = subjectSchema.parse(input);
    const target = (await nameTarget?.(services, subject)) ?? targetOf(subject);
    const reason = subject.reason ?? subject.note ?? null;
    const asked = { target, reason, input: withoutSecrets(input) };
    const entry = { at: now(), actor: actor.name, action: path, ...asked, ...origin };
    const id = await openAuditEntry(db, entry);
    const result = await next();
    const outcome = result.ok
      ? { result: 'ok', message: null }
      : { result: result.error.code, message: messageOf(result.error) };
    await closeAuditEntry(db, id, outcome).catch((error: unknown) =>
      log.error({ error, entry: String(id) }, 'the result of a call could not be written to the audit trail'),
    );
    return result;
  });
}

type Act = Pick<NewAuditEntry, 'actor' | 'action' | 'target' | 'reason' | 'address' | 'userAgent'>;

/** Does what comes to several acts that happen together or not at all, each of them on record before it is done. */
export async function recordTogether(
  { db, now }: Pick<Services, 'db' | 'now'>,
  acts: readonly Act[],
  work: () => Promise<void>,
): Promise<void> {
  const ids: bigint[] = [];
  for (const act of acts) ids.push(await openAuditEntry(db, { ...act, at: now(), input: {} }));
  const close = (result: string) =>
    Promise.all(ids.map((id) => closeAuditEntry(db, id, { result, message: null })));
  try {
    await work();
  } catch (error) {
    await close('NOT_DONE');
    throw error;
  }
  await close('ok');
}

const text = z.string().optional();
const subjectSchema = z.object({
  variantId: text,
  keyId: text,
  accountId: text,
  channelId: text,
  deliveryId: text,
  personId: text,
  invitationId: text,
  email: text,
  scope: z.object({ type: z.string(), id: text }).optional(),
  reason: text,
  note: text,
});
/** What the audit trail understands of an input. */
type Subject = z.output<typeof subjectSchema>;

function targetOf({ scope, ...subject }: Subject): string | null {
  if (scope !== undefined) return scope.id === undefined ? scope.type : `${scope.type}:${scope.id}`;
  const { variantId, keyId, accountId, channelId, deliveryId, personId, invitationId, email } = subject;
  const named = {
    variant: variantId,
    key: keyId,
    account: accountId,
    channel: channelId,
    delivery: deliveryId,
  };
  const people = { person: personId, invitation: invitationId, user: email };
  for (const [kind, id] of Object.entries({ ...named, ...people }))
    if (id !== undefined) return `${kind}:${id}`;
  return null;
}

const HIDDEN = '(secret)';
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'accessToken',
  'botToken',
  'headers',
  'password',
  'token',
  'secret',
  'key',
]);

/** The input as JSON; its secrets are named and not shown. */
function withoutSecrets(input: unknown): NewAuditEntry['input'] {
  const json: unknown = JSON.parse(JSON.stringify(input, hideSecret));
  return jsonObject.parse(json);
}

function hideSecret(field: string, value: unknown): unknown {
  if (SECRET_FIELDS.has(field)) return HIDDEN;
  // Some receivers take their token from the address.
  if (field === 'url' && typeof value === 'string') return value.replace(/=[^&#]*/g, `=${HIDDEN}`);
  return value;
}

const jsonObject = z.record(z.string(), z.json());

/** How the trail names it, and whether it was turned down. */
const ACCESS_ACTS: Readonly<Record<AccessEvent['type'], { action: string; isRefused: boolean }>> = {
  signed_in: { action: 'sign_in', isRefused: false },
  sign_in_failed: { action: 'sign_in', isRefused: true },
  invitation_accepted: { action: 'accept_invitation', isRefused: false },
  signed_out: { action: 'sign_out', isRefused: false },
  confirmed: { action: 'confirm', isRefused: false },
  confirm_failed: { action: 'confirm', isRefused: true },
  password_changed: { action: 'change_password', isRefused: false },
  second_factor_on: { action: 'second_factor_on', isRefused: false },
  second_factor_off: { action: 'second_factor_off', isRefused: false },
  backup_codes_made: { action: 'make_backup_codes', isRefused: false },
};

/** Puts on record who came in, and who tried to. */
export async function recordAccess(
  { db, now }: Pick<Services, 'db' | 'now'>,
  event: AccessEvent,
): Promise<void> {
  const { type, email, method, address, userAgent } = event;
  const user = email === null ? null : `user:${email}`;
  const { action, isRefused } = ACCESS_ACTS[type];
  await openAuditEntry(
    db,
    {
      at: now(),
      // Anyone who could not show that they are somebody is nobody yet.
      actor: type === 'sign_in_failed' ? 'nobody' : (user ?? 'nobody'),
      action,
      target: user,
      reason: null,
      input: { method },
      address,
      userAgent,
    },
    isRefused ? { result: 'UNAUTHORIZED', message: null } : { result: 'ok', message: null },
  );
}

/** Puts on record how many attempts were turned down that have no entry of their own. */
export async function recordRefusedMore(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { attempts, addresses }: RefusedMore,
): Promise<void> {
  const nobody = { actor: 'nobody', target: null, reason: null, address: null, userAgent: null };
  await openAuditEntry(
    db,
    { at: now(), action: 'sign_in', ...nobody, input: { attempts, addresses } },
    { result: 'UNAUTHORIZED', message: 'so many more than those with an entry of their own' },
  );
}
