import { z } from 'zod';
import { NO_ANSWER } from '../../components/auth-client';

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** @returns Why the invitation cannot be accepted, in the API's words; null where it can. */
export function checkInvitation(token: string): Promise<string | null> {
  return ask('check', { token });
}

/** Signs in whom it makes one of the people. @returns Why it was refused, in the API's words; null where it was not. */
export function acceptInvitation(values: {
  token: string;
  name: string;
  password: string;
}): Promise<string | null> {
  return ask('accept', values);
}

async function ask(call: 'check' | 'accept', values: object): Promise<string | null> {
  try {
    const response = await fetch(`/api/invitations/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(values),
    });
    if (response.ok) return null;
    return refusalSchema.parse(await response.json()).error.message;
  } catch {
    return NO_ANSWER;
  }
}
