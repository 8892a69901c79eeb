import { z } from 'zod';
import type { AudienceName } from './personas';

const createdSchema = z.object({ id: z.string() });

export interface Publisher {
  readonly apiUrl: string;
  readonly accessToken: string;
}

/**
 * Publishes a post in the two steps of the Threads API: a container, then its publishing. `sim` is a word of the
 * look-alike alone, and names the audience that it simulates.
 * @param userId `me` for the token's own profile; the default account of the look-alike posts under every name.
 * @returns The post's id.
 */
export async function publish(
  publisher: Publisher,
  userId: string,
  text: string,
  audience: AudienceName,
): Promise<string> {
  const container = await call(publisher, `${userId}/threads`, {
    media_type: 'TEXT',
    text,
    sim: audience,
  });
  return call(publisher, `${userId}/threads_publish`, { creation_id: container });
}

async function call(
  { apiUrl, accessToken }: Publisher,
  path: string,
  parameters: Record<string, string>,
): Promise<string> {
  const body = new URLSearchParams({ ...parameters, access_token: accessToken });
  const response = await fetch(new URL(`/v1.0/${path}`, apiUrl), { method: 'POST', body });
  if (!response.ok) throw new Error(`publishing answered ${response.status}`);
  return createdSchema.parse(await response.json()).id;
}
