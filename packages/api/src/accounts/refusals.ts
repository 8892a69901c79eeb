import type { AccountRefusal } from '@cull/db';
import { TRPCError } from '@trpc/server';

/** @throws What the database had against a change, with the field that it is about. */
export function demandChanged(refusal: AccountRefusal | null, accountId: string, name?: string): void {
  if (refusal !== null) throw errorOf(refusal, accountId, name);
}

export function unknownAccount(accountId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `accountId: ${accountId} is unknown` });
}

function errorOf(refusal: AccountRefusal, accountId: string, name?: string): TRPCError {
  switch (refusal.code) {
    case 'unknown':
      return unknownAccount(accountId);
    case 'secrets_changed': {
      const message = `accountId: the token of ${accountId} was replaced in the meantime, and nothing was changed; try again`;
      return new TRPCError({ code: 'CONFLICT', message });
    }
    case 'name_taken':
      return new TRPCError({ code: 'CONFLICT', message: `name: another account is called ${name}` });
    case 'persona_taken': {
      const { personaId, by } = refusal;
      const message = `personaIds: ${personaId} belongs to the account ${by}; remove it there first`;
      return new TRPCError({ code: 'CONFLICT', message });
    }
    case 'in_use': {
      const { name: usedName, live, deletes } = refusal;
      const needed = [counted(live, 'live variant'), counted(deletes, 'post to delete', 'posts to delete')];
      const by = needed.filter((text) => text !== null).join(' and ');
      const message = `accountId: ${usedName} is in use by ${by}; give its personas another account, and wait for these or stop them`;
      return new TRPCError({ code: 'CONFLICT', message });
    }
  }
}

function counted(count: number, one: string, many = `${one}s`): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
