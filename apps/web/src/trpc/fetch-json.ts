type Init = Omit<RequestInit, 'signal'> & { signal?: AbortSignal | null | undefined };

/** Nobody looks longer at something that turns. */
const PATIENCE_MS = 15_000;

/**
 * `fetch` for the API, whose failures are sentences that a person can be shown.
 * @param patienceMs How long an answer may take, in milliseconds.
 * @throws Error where nobody answers, not in time, or somebody who is not the API.
 */
export async function fetchJson(
  input: RequestInfo | URL,
  { signal = null, ...init }: Init = {},
  patienceMs: number = PATIENCE_MS,
): Promise<Response> {
  const late = AbortSignal.timeout(patienceMs);
  const ended = signal === null ? late : AbortSignal.any([signal, late]);
  const said = await read(input, { ...init, signal: ended }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    const words = late.aborted ? lateWords(patienceMs, init.method) : 'The server does not answer.';
    throw new Error(words, { cause: error });
  });
  const answered = `The server answered with status ${said.status}, and not as Cull does.`;
  if (!said.headers.get('content-type')?.includes('json')) throw new Error(answered);
  if (said.ok) return said;
  const { code, message } = await errorIn(said.clone());
  // The procedures number their errors. What Cull refuses before one is asked has words alone, a proxy's may have none.
  if (typeof code === 'number') return said;
  throw new Error(typeof message === 'string' ? message : answered);
}

async function errorIn(response: Response): Promise<Record<'code' | 'message', unknown>> {
  const body: unknown = await response.json().catch(() => null);
  const [answer] = Array.isArray(body) ? body : [body];
  return Object(Object(answer).error);
}

/** The answer to its end: a line may fall silent behind its head. */
async function read(input: RequestInfo | URL, init: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const text = await response.text();
  const { status, headers } = response;
  return new Response(text === '' ? null : text, { status, headers });
}

function lateWords(patienceMs: number, method: string | undefined): string {
  const words = `The server has not answered for ${patienceMs / 1_000} seconds.`;
  return method === 'POST'
    ? `${words} The action may still have happened: check before you try again.`
    : words;
}
