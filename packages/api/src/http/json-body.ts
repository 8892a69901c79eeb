import { TRPCError } from '@trpc/server';

/**
 * Reads the JSON object that a request brings.
 * @throws BAD_REQUEST or UNSUPPORTED_MEDIA_TYPE where it brings something else.
 */
export async function readJsonBody(request: Request): Promise<object> {
  const type = request.headers.get('content-type') ?? 'none';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    const message = `content-type: is ${type}, needs to be application/json`;
    throw new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message });
  }
  const text = await request.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'the body must be valid JSON' });
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new TRPCError({ code: 'BAD_REQUEST', message: 'the body needs to be a JSON object' });
}
