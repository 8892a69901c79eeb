type Init = Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined };

/**
 * `fetch` for the API, whose failures are sentences that a person can be shown.
 * @throws Error where nobody answers, or somebody who is not the API.
 */
export async function fetchJson(
  input: RequestInfo | URL,
  { signal = null, ...init }: Init = {},
): Promise<Response> {
  const response = await fetch(input, { ...init, signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Error('The server does not answer.', { cause: error });
  });
  const answered = `The server answered with status ${response.status}, and not as Cull does.`;
  if (!response.headers.get('content-type')?.includes('json')) throw new Error(answered);
  if (response.ok) return response;
  const { code, message } = await errorIn(response.clone());
  // The procedures number their errors. What Cull refuses before one is asked has words alone, a proxy's may have none.
  if (typeof code === 'number') return response;
  throw new Error(typeof message === 'string' ? message : answered);
}

async function errorIn(response: Response): Promise<Record<'code' | 'message', unknown>> {
  const body: unknown = await response.json().catch(() => null);
  const [answer] = Array.isArray(body) ? body : [body];
  return Object(Object(answer).error);
}
