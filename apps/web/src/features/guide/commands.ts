/** The variant that the guide posts, by its id. */
export const FIRST_VARIANT = 'my-first-variant';

const EXPECTED_RATE = 0.06;
/** Where there is no key yet, the shell is to have it. */
const KEY_OF_THE_SHELL = '$CULL_API_KEY';

/** Ends the quoting for the shell to put the time in. */
const NOW = "'$(date -u +%FT%TZ)'";

/** A shell command that posts a first variant; `key` null leaves it to the shell's `CULL_API_KEY`. */
export function postCommand(origin: string, key: string | null): string {
  return call(origin, key, '/variants', {
    variantId: FIRST_VARIANT,
    personaId: 'me',
    postId: '123',
    source: 'push',
    expectedEngagementRate: EXPECTED_RATE,
  });
}

/** A shell command that pushes a variant's counters three times: the preset Careful asks for three checks in a row. */
export function sampleCommand(origin: string, key: string | null): string {
  const samples = [{ variantId: FIRST_VARIANT, views: 12_000, interactions: 12, observedAt: NOW }];
  return `for check in 1 2 3; do sleep 1; ${call(origin, key, '/metrics', { samples })}; done`;
}

function call(origin: string, key: string | null, path: string, body: object): string {
  return [
    `curl ${origin}/api/v1${path}`,
    `-H "authorization: Bearer ${key ?? KEY_OF_THE_SHELL}"`,
    `-H "content-type: application/json"`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' \\\n  ');
}
