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
  if (!response.headers.get('content-type')?.includes('json'))
    throw new Error(`The server answered with status ${response.status}, and not as Cull does.`);
  return response;
}
