import { z } from 'zod';
import { fetchJson } from '../../trpc/fetch-json';

const PATH = '/api/session/confirm';

const standingSchema = z.object({ by: z.enum(['code', 'password', 'sign_in']), isConfirmed: z.boolean() });
/** How somebody can confirm that it's them, and whether they have lately. */
export type Standing = z.output<typeof standingSchema>;

/** @throws Where nobody answers, or nobody is signed in any more. */
export async function readStanding(): Promise<Standing> {
  return standingSchema.parse(await (await fetchJson(PATH)).json());
}

/** @returns Why it was refused or nobody answered, in words; null where it was not. */
export async function confirmBy(
  proof: { readonly password: string } | { readonly code: string },
): Promise<string | null> {
  try {
    await fetchJson(PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(proof),
    });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
