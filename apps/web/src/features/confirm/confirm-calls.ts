import { z } from 'zod';
import { NO_ANSWER } from '../../components/auth-client';

const PATH = '/api/session/confirm';

const standingSchema = z.object({ by: z.enum(['code', 'password', 'sign_in']), isConfirmed: z.boolean() });
/** How somebody can confirm that it's them, and whether they have lately. */
export type Standing = z.output<typeof standingSchema>;

/** Somebody looks at a dialog meanwhile. */
const ANSWERED_WITHIN_MS = 15_000;

const inTime = () => ({ signal: AbortSignal.timeout(ANSWERED_WITHIN_MS) });

const refusalSchema = z.object({ error: z.object({ message: z.string() }) });

/** @throws Where nobody answers, or nobody is signed in any more. */
export async function readStanding(): Promise<Standing> {
  return standingSchema.parse(await (await fetch(PATH, inTime())).json());
}

/** @returns Why it was refused, in the API's words; null where it was not. */
export async function confirmBy(
  proof: { readonly password: string } | { readonly code: string },
): Promise<string | null> {
  try {
    const response = await fetch(PATH, {
      ...inTime(),
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(proof),
    });
    return response.ok ? null : refusalSchema.parse(await response.json()).error.message;
  } catch {
    return NO_ANSWER;
  }
}
