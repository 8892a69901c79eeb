import type { SourceFailure } from './failure';

/** Takes secrets out of a failure's texts, in case the source or the network echoed them. */
export type Redact = (failure: SourceFailure) => SourceFailure;

const MARK = '[secret]';
/** Fewer characters of a token at the end of a cut text give nothing away. */
const MIN_FRAGMENT_LENGTH = 4;

/** @param secrets The account's token, and whatever else is sent to the source alone. */
export function createRedact(secrets: readonly string[]): Redact {
  const variants = [...new Set(secrets.flatMap(variantsOf))].sort((a, b) => b.length - a.length);
  const clean = (text: string) => variants.reduce(withoutSecret, text);
  return (failure) => {
    if (failure.code !== 'malformed') return { ...failure, detail: clean(failure.detail) };
    const { field, received, detail } = failure;
    return { ...failure, field: clean(field), received: clean(received), detail: clean(detail) };
  };
}

/** The secret as it is, as it stands in a URL or form, and as it stands in JSON that is quoted once and twice. */
function variantsOf(secret: string): string[] {
  if (secret === '') return [];
  const once = JSON.stringify(secret).slice(1, -1);
  return [secret, encodeURIComponent(secret), once, JSON.stringify(once).slice(1, -1)];
}

function withoutSecret(text: string, secret: string): string {
  const whole = text.replaceAll(secret, MARK);
  if (!whole.includes('…')) return whole;
  // A text that was cut to fit may end in the beginning of the secret.
  for (let length = secret.length - 1; length >= MIN_FRAGMENT_LENGTH; length -= 1) {
    const fragment = `${secret.slice(0, length)}…`;
    if (whole.includes(fragment)) return whole.replaceAll(fragment, `${MARK}…`);
  }
  return whole;
}
